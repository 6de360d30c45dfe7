"""Each sentence has exactly the strength of its numbers."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.codebook.schema import QuestionKind
from polls.reporting.build import build_report
from polls.reporting.document import Cell, ClaimKind, Column, ColumnStatus, Row, RowKind
from polls.reporting.numbers import percent, percent_range
from polls.reporting.wording import share_sentence, strength
from tests.examples import tried
from tests.reporting.sector_poll import CRITERION, DIRECTS, GROWTH_POLL, POLL, growth_summary, sector_summary

pytestmark = pytest.mark.pure


def cell(count: int, base: int, low: float, high: float, language: str = "nl") -> Cell:
    small = base < 30
    written = percent_range((low, high), base, language)
    share = percent(count, base, language)
    return Cell(count, base, count / base, (low, high), "wilson", share, written, small, True, "")


def column(who: str, base: int) -> Column:
    return Column(None, None, "", who, "", ColumnStatus.SHOWN, base, str(base), None, base < 30, "")


def sentence(count: int, base: int, low: float, high: float, *, language: str = "nl", answer: str = "‘Kosten’") -> str:
    row = Row("cost", "Kosten", answer, RowKind.CHOICE, False, ())
    who = {"nl": "respondenten", "en": "respondents"}[language]
    return share_sentence(CRITERION, row, cell(count, base, low, high, language), column(who, base), language)


@pytest.mark.parametrize(
    ("count", "base", "low", "high", "kind"),
    [
        (60, 100, 0.502, 0.691, ClaimKind.MAJORITY),
        (59, 100, 0.492, 0.681, ClaimKind.MORE_THAN_HALF),
        (59, 100, 0.5, 0.681, ClaimKind.MORE_THAN_HALF),
        (52, 100, 0.423, 0.615, ClaimKind.HALF),
        (48, 100, 0.385, 0.577, ClaimKind.HALF),
        (47, 100, 0.375, 0.567, ClaimKind.SHARE),
        (53, 100, 0.433, 0.625, ClaimKind.MORE_THAN_HALF),
        (5100, 10000, 0.5002, 0.5198, ClaimKind.MAJORITY),
        (4900, 10000, 0.4802, 0.4998, ClaimKind.SHARE),
        (0, 52, 0.0, 0.069, ClaimKind.NONE),
        (52, 52, 0.931, 1.0, ClaimKind.ALL),
    ],
)
def test_strength(count: Any, base: Any, low: Any, high: Any, kind: Any) -> None:
    assert strength(cell(count, base, low, high)) is kind


def test_sentences_in_dutch() -> None:
    assert (
        sentence(34, 100, 0.255, 0.437)
        == "34% van de respondenten noemt ‘Kosten’ (n\u00a0=\u00a0100; 95%-interval 26–44%)."
    )
    assert (
        sentence(60, 100, 0.502, 0.691)
        == "Een meerderheid (60%) van de respondenten noemt ‘Kosten’ (n\u00a0=\u00a0100; 95%-interval 50–69%)."
    )
    assert (
        sentence(54, 100, 0.443, 0.634)
        == "Meer dan de helft (54%) van de respondenten noemt ‘Kosten’ (n\u00a0=\u00a0100; 95%-interval 44–63%)."
    )
    assert (
        sentence(51, 100, 0.413, 0.606)
        == "Ongeveer de helft (51%) van de respondenten noemt ‘Kosten’ (n\u00a0=\u00a0100; 95%-interval 41–61%)."
    )


def test_sentences_in_english() -> None:
    assert (
        sentence(34, 100, 0.255, 0.437, language="en")
        == "34% of respondents name ‘Kosten’ (n\u00a0=\u00a0100; 95% interval 26–44%)."
    )
    assert (
        sentence(60, 100, 0.502, 0.691, language="en")
        == "A majority (60%) of respondents name ‘Kosten’ (n\u00a0=\u00a0100; 95% interval 50–69%)."
    )


def test_nobody_is_none_of_the_n_and_never_a_percentage() -> None:
    assert (
        sentence(0, 52, 0.0, 0.069)
        == "Geen van de 52 respondenten noemt ‘Kosten’ (n\u00a0=\u00a052; 95%-interval 0–7%)."
    )
    assert sentence(0, 52, 0.0, 0.069, language="en").startswith("None of the 52 respondents name")


def test_everybody_is_all_n() -> None:
    assert sentence(52, 52, 0.931, 1.0).startswith("Alle 52 respondenten noemen ‘Kosten’ (n\u00a0=\u00a052;")


def test_a_small_base_is_named() -> None:
    assert "(kleine groep, n\u00a0=\u00a012; 95%-interval 14–61%)" in sentence(4, 12, 0.138, 0.609)


def test_a_whole_population_has_no_margin() -> None:
    assert sentence(34, 100, 0.34, 0.34).endswith("(n\u00a0=\u00a0100; de hele groep is ondervraagd).")


def test_one_answers_yes_but_names_a_reason() -> None:
    row = Row("yes", "Ja, volledig", "‘Ja, volledig’", RowKind.CHOICE, False, ())
    text = share_sentence(DIRECTS, row, cell(34, 100, 0.25, 0.44), column("respondenten", 100), "nl")
    assert text.startswith("34% van de respondenten antwoordt ‘Ja, volledig’")


@given(st.integers(1, 400), st.data())
def test_a_majority_is_never_claimed_unless_the_whole_interval_is_above_half(base: Any, data: Any) -> None:
    count = data.draw(st.integers(0, base))
    low = data.draw(st.floats(0, count / base))
    high = data.draw(st.floats(count / base, 1))
    kind = strength(cell(count, base, low, high))
    if kind is ClaimKind.MAJORITY:
        assert low > 0.5
    if kind is ClaimKind.MORE_THAN_HALF:
        assert Fraction(count, base) > Fraction(1, 2)
    if kind is ClaimKind.HALF:
        assert low <= 0.5 <= high
        assert abs(Fraction(count, base) - Fraction(1, 2)) < Fraction(25, 1000)


@given(
    st.dictionaries(
        st.sampled_from(["Noord", "Oost", "Zuid", "West"]),
        st.tuples(st.integers(0, 60), st.integers(0, 60)),
        max_size=4,
    )
)
@tried(20, 300)
def test_whatever_the_answers_no_claim_lacks_its_base_or_tells_of_a_hidden_group(counts: Any) -> None:
    summary = growth_summary(counts)
    report = build_report(GROWTH_POLL, summary, language="nl")
    question = report.questions[0]
    hidden = {column.label for column in question.views["region"].columns if column.status is ColumnStatus.HIDDEN}
    for claim in question.claims:
        assert claim.n >= 5
        assert "n\u00a0=\u00a0" in claim.text
        assert not [label for label in hidden if f"‘{label}’" in claim.text]
        assert claim.kind is not ClaimKind.MAJORITY or claim.text.startswith(
            ("Een meerderheid", "Een grote meerderheid")
        )
    for finding in report.overview.findings:
        assert not finding.claim.is_small_base


def claims(question: str, language: str = "nl") -> list[str]:
    return [claim.text for claim in build_report(POLL, sector_summary(), language=language).question(question).claims]


def test_the_sentence_of_the_press_article() -> None:
    assert claims("criterion")[0] == (
        "Meer dan de helft (54%) van de respondenten bij inhouse contactcenters noemt ‘Kwaliteit van het klantcontact’ "
        "(n\u00a0=\u00a0100; 95%-interval 44–63%). Dat is het meest gegeven antwoord; daarna "
        "volgen ‘Kosten’ (19%) en ‘Expertise "
        "en specialisatie in onze sector’ (9%)."
    )
    assert claims("criterion", "en")[0] == (
        "More than half (54%) of respondents at inhouse contact centres name ‘Quality of "
        "customer contact’ (n\u00a0=\u00a0100; "
        "95% interval 44–63%). That is the most frequent answer, followed by ‘Costs’ (19%) and ‘Expertise and "
        "specialisation in our sector’ (9%)."
    )


def test_a_scale_is_told_by_its_top_two() -> None:
    assert claims("opinion")[0] == (
        "Een meerderheid (63%) van de respondenten met een mening antwoordt ‘Positief’ of ‘Zeer "
        "positief’ (n\u00a0=\u00a0136; "
        "95%-interval 54–70%)."
    )


def test_ratings_and_numbers_are_told_by_their_mean() -> None:
    assert claims("rating")[0] == (
        "Het gemiddelde cijfer is een 6,7 op een schaal van 0 tot en met 10 bij de respondenten "
        "(n\u00a0=\u00a0152; 95%-interval "
        "6,3 tot 7,1)."
    )
    assert claims("seats", "en")[0] == (
        "The mean among respondents is 46.6 seats, the median 25 seats (n\u00a0=\u00a0152; 95% interval 38.2 to 55.1)."
    )


def test_texts_are_told_by_how_many_wrote() -> None:
    assert claims("comment")[0] == "51 van de 152 respondenten vulden een antwoord in."


def test_what_is_given_equally_often_is_said_so() -> None:
    report = build_report(GROWTH_POLL, growth_summary({"Noord": (30, 30)}), language="nl")
    assert report.questions[0].claims[0].text == (
        "De helft (50%) van de respondenten antwoordt ‘Ja’ (n\u00a0=\u00a060; 95%-interval "
        "38–62%). Even vaak gegeven: ‘Ja’ en "
        "‘Nee’."
    )


def test_a_segment_that_is_the_whole_base_is_not_told_twice() -> None:
    texts = claims("criterion")
    assert len(texts) == len(set(texts))
    assert sum("bij inhouse contactcenters" in text for text in texts) == 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_claim_has_its_base_and_n(language: Any) -> None:
    report = build_report(POLL, sector_summary(), language=language)
    for question in report.questions:
        for claim in question.claims:
            assert claim.base
            assert claim.n > 0
            assert "n\u00a0=\u00a0" in claim.text or question.kind is QuestionKind.LONG_TEXT
