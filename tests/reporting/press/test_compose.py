"""The first version of a press text, and the writer's mark-up."""

import pytest

from polls.reporting.build import build_report
from polls.reporting.press.compose import compose, compose_about, compose_lead, compose_title, possible_leads
from polls.reporting.press.document import Number, Paragraph, ParagraphKind, Words
from polls.reporting.press.facts import FactKind, facts_of
from polls.reporting.press.markup import read_press_text, refreshed, token
from tests.reporting.sector_poll import GROWTH_POLL, POLL, growth_summary, sector_summary

pytestmark = pytest.mark.pure


def written(language: str) -> tuple[str, list[str]]:
    report = build_report(POLL, sector_summary(), language=language)
    source = compose(POLL, report)
    text = read_press_text(source, facts_of(report), language)
    return source, [each.text for each in text.paragraphs]


def test_a_text_reads_as_people_write_it() -> None:
    _source, dutch = written("nl")
    assert (
        "Op de vraag ‘Wat is voor u het belangrijkste criterium bij de selectie van een partnerorganisatie?’ noemt "
        "meer dan de helft (54%) van de respondenten bij inhouse contactcenters (n\u00a0=\u00a0100) ‘Kwaliteit van het "
        "klantcontact’. Daarna volgen ‘Kosten’ (19%) en ‘Expertise en specialisatie in onze sector’ (9%). In het "
        "aandeel dat ‘Kwaliteit van het klantcontact’ noemt is er geen significant verschil tussen de groep ‘Besteedt "
        "al uit’ (58%; n\u00a0=\u00a050) en de groep ‘Besteedt nog niet uit’ (50%; n\u00a0=\u00a050)."
    ) in dutch
    assert (
        "Verschil in ‘Kwaliteit van het klantcontact’ tussen ‘Besteedt al uit’ en ‘Besteedt nog niet uit’: "
        "8 procentpunten (95%-interval −11 tot 26; aantoonbaar vanaf 28 procentpunten; z-toets, p\u00a0=\u00a00,42)."
    ) in "\n".join(dutch)
    _source, english = written("en")
    assert english[0] == "Outsourcing customer contact"
    assert english[1].startswith(
        "Asked ‘Does the customer contact department direct the outsourcing?’, a large majority (88%) of respondents "
        "(n\u00a0=\u00a0152) answer ‘Yes’."
    )


def test_the_writer_chooses_what_the_text_begins_with() -> None:
    report = build_report(POLL, sector_summary(), language="en")
    codes = [code for code, _text in possible_leads(POLL, report)]
    assert codes == ["opinion", "criterion", "directs", "channels"]
    source = compose(POLL, report, lead="criterion")
    lead, rest = source.split("\n\n")[1], source.split("\n\n")[2:]
    assert lead.startswith("Asked ‘What is your most important criterion")
    assert not any(each.startswith("Asked ‘What is your most important criterion") for each in rest)
    assert compose(POLL, report, lead="nonsense") == compose(POLL, report)


def test_every_number_is_bound_to_its_cell() -> None:
    source, _texts = written("nl")
    assert "({54%|criterion/quality}) van de respondenten bij inhouse contactcenters (n = {100|n:criterion})" in source
    assert "({58%|criterion/quality@outsources=already}; n = {50|n:criterion@outsources=already})" in source
    assert "{8 procentpunten|difference:criterion/quality@outsources=already,not_yet}" in source


def test_a_hidden_group_has_no_fact_and_is_not_told() -> None:
    summary = growth_summary({"Noord": (2, 1), "Oost": (10, 10), "Zuid": (40, 33)})
    report = build_report(GROWTH_POLL, summary, language="nl")
    facts = facts_of(report)
    assert "size/yes@region=zuid" in facts
    assert not any("noord" in key or "oost" in key for key in facts)
    text = read_press_text("Noord: {67%|size/yes@region=noord}.", facts, "nl")
    assert text.numbers == (Number("", "size/yes@region=noord", "67%", is_known=False),)
    assert text.text == "Noord: ….\n"


def test_a_small_group_is_named() -> None:
    report = build_report(GROWTH_POLL, growth_summary({"Noord": (9, 11)}), language="nl")
    text = read_press_text(compose(GROWTH_POLL, report), facts_of(report), "nl").text
    assert "Het gaat om een kleine groep; het percentage is daarom indicatief." in text


def test_a_poll_without_answers_has_a_text() -> None:
    report = build_report(GROWTH_POLL, growth_summary({}), language="en")
    text = read_press_text(compose(GROWTH_POLL, report), facts_of(report), "en")
    assert text.paragraphs[1].text == "0 respondents took part in the poll ‘Growth’."


def test_headings_paragraphs_and_numbers_are_read() -> None:
    facts = facts_of(build_report(POLL, sector_summary(), language="nl"))
    source = "# Kop\n\nEerste {54%|criterion/quality}\nregel.\n\n## Meer\nTweede.\n"
    paragraphs = read_press_text(source, facts, "nl").paragraphs
    number = Number("54%", "criterion/quality", "54%", facts["criterion/quality"].detail)
    assert paragraphs == (
        Paragraph(ParagraphKind.HEADLINE, (Words("Kop"),)),
        Paragraph(ParagraphKind.LEAD, (Words("Eerste "), number, Words(" regel."))),
        Paragraph(ParagraphKind.HEADING, (Words("Meer"),)),
        Paragraph(ParagraphKind.BODY, (Words("Tweede."),)),
    )


def test_what_is_typed_never_replaces_the_number_of_the_run() -> None:
    facts = facts_of(build_report(POLL, sector_summary(), language="nl"))
    (number,) = read_press_text("Liefst {60%|criterion/quality}.", facts, "nl").numbers
    assert (number.text, number.typed, number.is_out_of_date) == ("54%", "60%", True)
    assert (
        refreshed("Liefst {60%|criterion/quality} en {9|weg}.", facts) == "Liefst {54%|criterion/quality} en {9|weg}."
    )


def test_a_difference_of_one_is_one_point() -> None:
    facts = facts_of(build_report(POLL, sector_summary(), language="nl"))
    fact = facts["difference:directs/yes@role=inhouse,bpo"]
    assert (fact.kind, fact.text) == (FactKind.DIFFERENCE, "1 procentpunt")
    assert token(fact) == "{1 procentpunt|difference:directs/yes@role=inhouse,bpo}"


def test_an_introduction_tells_what_stands_out_in_other_words_than_the_text_on_that_question() -> None:
    leads = [compose_lead(POLL, build_report(POLL, sector_summary(), language=language)) for language in ("nl", "en")]
    assert leads == [
        "Aan de peiling ‘Uitbesteden van klantcontact’ namen {152|respondents} respondenten deel. Het meest gegeven "
        "antwoord op de vraag ‘Heeft de afdeling klantcontact de regierol bij het uitbesteden?’ is ‘Ja’ "
        "({88%|directs/yes}; n = {152|n:directs}).",
        "{152|respondents} respondents took part in the poll ‘Outsourcing customer contact’. The answer given most to "
        "the question ‘Does the customer contact department direct the outsourcing?’ is ‘Yes’ ({88%|directs/yes}; "
        "n = {152|n:directs}).",
    ]
    about = compose_about(POLL, build_report(POLL, sector_summary(), language="nl"), "directs")
    assert about.startswith("Op de vraag ‘Heeft de afdeling klantcontact de regierol bij het uitbesteden?’ antwoordt ")


def test_a_title_is_the_answer_with_its_question_where_the_answer_alone_says_nothing() -> None:
    report = build_report(POLL, sector_summary(), language="nl")
    assert compose_title(POLL, report, "criterion") == "Kwaliteit van het klantcontact: {54%|criterion/quality}"
    assert compose_title(POLL, report, "directs") == (
        "Heeft de afdeling klantcontact de regierol bij het uitbesteden? Ja: {88%|directs/yes}"
    )
