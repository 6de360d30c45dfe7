"""What is wrong with a recode map: variables and codes that are not there, and answers that cannot be compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from polls.codebook.problem import Severity
from polls.codebook.recode import FAMILIES, Family, RecodeMap, VariableRecode, variables_of
from polls.codebook.schema import Question, QuestionKind, Questionnaire, Text

MESSAGES: Mapping[str, tuple[Severity, Text]] = {
    "unknown_source": (
        Severity.ERROR,
        {
            "nl": "De eerdere peiling heeft geen vraag ‘{source}’.",
            "en": "The earlier poll has no question ‘{source}’.",
        },
    ),
    "unknown_target": (
        Severity.ERROR,
        {
            "nl": "De latere peiling heeft geen vraag ‘{target}’.",
            "en": "The later poll has no question ‘{target}’.",
        },
    ),
    "source_twice": (
        Severity.ERROR,
        {
            "nl": "‘{source}’ staat twee keer in de tabel.",
            "en": "‘{source}’ is in the table twice.",
        },
    ),
    "target_twice": (
        Severity.ERROR,
        {
            "nl": "Twee eerdere vragen gaan naar ‘{target}’. Kies er één.",
            "en": "Two earlier questions go to ‘{target}’. Choose one of them.",
        },
    ),
    "other_family": (
        Severity.ERROR,
        {
            "nl": "‘{source}’ en ‘{target}’ zijn niet te vergelijken: de ene is een keuze, getal of tekst, de andere "
            "iets anders.",
            "en": "‘{source}’ and ‘{target}’ cannot be compared: one is a choice, number or text, the other "
            "something else.",
        },
    ),
    "unknown_earlier_code": (
        Severity.ERROR,
        {
            "nl": "‘{source}’ heeft geen antwoord ‘{code}’.",
            "en": "‘{source}’ has no choice ‘{code}’.",
        },
    ),
    "unknown_later_code": (
        Severity.ERROR,
        {
            "nl": "‘{target}’ heeft geen antwoord ‘{code}’.",
            "en": "‘{target}’ has no choice ‘{code}’.",
        },
    ),
    "one_against_several": (
        Severity.WARNING,
        {
            "nl": "Bij ‘{source}’ of ‘{target}’ mocht men meer dan één antwoord geven en bij de andere niet. "
            "Percentages liggen dan vanzelf anders.",
            "en": "‘{source}’ or ‘{target}’ took more than one answer and the other did not. Percentages differ for "
            "that reason alone.",
        },
    ),
    "without_equivalent": (
        Severity.WARNING,
        {
            "nl": "Van ‘{source}’ gaan deze antwoorden nergens heen: {codes}. Wie ze gaf, telt niet mee in de "
            "vergelijking.",
            "en": "These answers to ‘{source}’ lead nowhere: {codes}. Whoever gave them does not count in the "
            "comparison.",
        },
    ),
    "never_reached": (
        Severity.WARNING,
        {
            "nl": "‘{target}’ heeft antwoorden die eerder niet bestonden: {codes}. Dat kan een verschil verklaren.",
            "en": "‘{target}’ has choices that did not exist before: {codes}. That may explain a difference.",
        },
    ),
}

SEVERAL = frozenset({QuestionKind.MULTIPLE})


@dataclass(frozen=True)
class RecodeProblem:
    """A finding about one line of the map. ``code`` is stable; ``message`` is per language."""

    severity: Severity
    code: str
    source: str
    target: str
    message: Text


def find_problems(recode_map: RecodeMap, earlier: Questionnaire, later: Questionnaire) -> list[RecodeProblem]:
    """List what is wrong with the map between these two polls, in the order of the map."""
    old = {question.code: question for question in variables_of(earlier)}
    new = {question.code: question for question in variables_of(later)}
    found: list[RecodeProblem] = []
    sources: set[str] = set()
    targets: set[str] = set()
    for variable in recode_map.variables:
        if variable.source in sources:
            found.append(_problem("source_twice", variable))
        if variable.target in targets:
            found.append(_problem("target_twice", variable))
        sources.add(variable.source)
        targets.add(variable.target)
        found += _of_variable(variable, old.get(variable.source), new.get(variable.target))
    return found


def _of_variable(variable: VariableRecode, old: Question | None, new: Question | None) -> Iterator[RecodeProblem]:
    if old is None:
        yield _problem("unknown_source", variable)
    if new is None:
        yield _problem("unknown_target", variable)
    if old is None or new is None:
        return
    if FAMILIES[old.kind] is not FAMILIES[new.kind]:
        yield _problem("other_family", variable)
    elif FAMILIES[old.kind] is Family.CODES:
        yield from _of_codes(variable, old, new)


def _of_codes(variable: VariableRecode, old: Question, new: Question) -> Iterator[RecodeProblem]:
    if (old.kind in SEVERAL) is not (new.kind in SEVERAL):
        yield _problem("one_against_several", variable)
    for earlier, later in variable.codes.items():
        if earlier not in old.choice_by_code:
            yield _problem("unknown_earlier_code", variable, code=earlier)
        if later not in new.choice_by_code:
            yield _problem("unknown_later_code", variable, code=later)
    lost = [code for code in old.choice_by_code if code not in variable.codes]
    if lost:
        yield _problem("without_equivalent", variable, codes=", ".join(lost))
    unreached = [code for code in new.choice_by_code if code not in variable.codes.values()]
    if unreached:
        yield _problem("never_reached", variable, codes=", ".join(unreached))


def _problem(code: str, variable: VariableRecode, /, **parts: str) -> RecodeProblem:
    severity, sentences = MESSAGES[code]
    named = {"source": variable.source, "target": variable.target, **parts}
    message = {language: sentence.format(**named) for language, sentence in sentences.items()}
    return RecodeProblem(severity, code, variable.source, variable.target, message)
