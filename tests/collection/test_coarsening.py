from polls.collection.services.coarsening import Coarsening

INVITED = (
    [{"role": "inhouse", "size": "large"}] * 6 + [{"role": "inhouse", "size": "small"}] * 4 + [{"role": "bpo"}] * 3
)


def coarsened(attributes: dict[str, str], *, minimum: int = 5) -> dict[str, str]:
    return Coarsening(["role", "size"], INVITED, minimum=minimum).coarsen(attributes)


def test_a_combination_that_enough_people_share_stays() -> None:
    assert coarsened({"role": "inhouse", "size": "large"}) == {"role": "inhouse", "size": "large"}


def test_the_last_attribute_goes_first() -> None:
    assert coarsened({"role": "inhouse", "size": "small"}) == {"role": "inhouse"}


def test_nothing_stays_of_a_group_that_is_too_small() -> None:
    assert coarsened({"role": "bpo"}) == {}


def test_an_unknown_attribute_never_stays() -> None:
    assert coarsened({"role": "inhouse", "size": "large", "name": "Jan"}) == {"role": "inhouse", "size": "large"}
