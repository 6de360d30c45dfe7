"""Texts with placeholders: nothing is evaluated, nothing is read twice, and what is wrong is shown at its place."""

import pytest

from polls.invitations.letters import FindingKind, Placeholder, UnfitTextError, check, fill, names_in

EVERYTHING = frozenset(Placeholder)
NONE: frozenset[Placeholder] = frozenset()
HOSTILE = [
    "{{settings.SECRET_KEY}}",
    "{{ settings.SECRET_KEY }}",
    "{0.__class__}",
    "{name.__class__.__mro__}",
    "{name!r}",
    "{name:>10000000}",
    "{}",
    "{0}",
    "{name",
    "name}",
    "{na\nme}",
    "{% include 'x' %}",
    "{% debug %}",
    "{link}",
]


def found(text: str) -> list[tuple[FindingKind, int, int, str, str]]:
    findings = check(text, allowed=EVERYTHING, without_value=NONE)
    return [(each.kind, each.line, each.column, each.excerpt, each.suggestion) for each in findings]


def test_names_may_be_dutch_or_english_and_have_spaces_and_capitals() -> None:
    values = {Placeholder.NAME: "Jan", Placeholder.TITLE: "Werk"}
    assert fill("{naam}, {name}, { Name }, {titel}", values) == "Jan, Jan, Jan, Werk"
    assert names_in("{naam} {TITEL} {other}") == {Placeholder.NAME, Placeholder.TITLE}


def test_a_value_is_never_read_again() -> None:
    values = {Placeholder.NAME: "{title} {{x}} %(a)s $b", Placeholder.TITLE: "Werk"}
    assert fill("{name}|{title}", values) == "{title} {{x}} %(a)s $b|Werk"


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_no_placeholder_is_found_and_never_filled(text: str) -> None:
    assert check(text, allowed=EVERYTHING, without_value=NONE)
    with pytest.raises(UnfitTextError):
        fill(text, dict.fromkeys(Placeholder, "value"))


def test_a_finding_says_where_it_is_and_what_may_be_meant() -> None:
    assert found("Dear {nmae},\n\n{titl} and {zzz}") == [
        (FindingKind.UNKNOWN, 1, 6, "{nmae}", "{name}"),
        (FindingKind.UNKNOWN, 3, 1, "{titl}", "{title}"),
        (FindingKind.UNKNOWN, 3, 12, "{zzz}", ""),
    ]


def test_a_brace_alone_is_found_at_its_place() -> None:
    assert found("one\ntwo {name} } three") == [(FindingKind.STRAY_BRACE, 2, 12, "} three", "")]


def test_what_does_not_belong_here_or_has_no_value_is_told_apart() -> None:
    allowed = frozenset({Placeholder.NAME, Placeholder.CLOSING})
    findings = check("{button} {closing}", allowed=allowed, without_value=frozenset({Placeholder.CLOSING}))
    assert [finding.kind for finding in findings] == [FindingKind.NOT_HERE, FindingKind.NO_VALUE]


def test_one_button_is_enough() -> None:
    assert [kind for kind, *_rest in found("{button} {knop}")] == [FindingKind.TWO_BUTTONS]


def test_a_good_text_has_no_findings() -> None:
    assert found("Beste {naam},\n\nDit is {titel}: 100% :-) $5") == []
