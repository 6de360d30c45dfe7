from polls.collection.services.draft_box import DraftContent, first_seed, lock, unlock

TOKEN = "a" * 24
CONTENT = DraftContent(
    answers={"outsources": "fully", "channels": ["phone"]}, page="views", language="en", seed="5eed", day="2026-02-28"
)


def test_the_holder_of_the_link_gets_back_what_was_locked() -> None:
    assert unlock(lock(CONTENT, token=TOKEN, version="abc", size=1024), token=TOKEN) == CONTENT


def test_another_link_opens_nothing() -> None:
    assert unlock(lock(CONTENT, token=TOKEN, version="abc", size=1024), token="b" * 24) == DraftContent()


def test_the_answers_cannot_be_read_in_the_body() -> None:
    body = lock(CONTENT, token=TOKEN, version="abc", size=1024)
    assert b"outsources" not in body
    assert b"phone" not in body


def test_the_first_seed_goes_with_the_link_and_with_the_key_of_the_urn() -> None:
    assert first_seed(TOKEN, b"key") == first_seed(TOKEN, b"key")
    seeds = {
        first_seed(TOKEN, b"key"),
        first_seed("b" * 24, b"key"),
        first_seed(TOKEN, b"other"),
        first_seed(TOKEN, b""),
    }
    assert [len(seed) for seed in seeds] == [16] * 4
