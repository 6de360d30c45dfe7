"""The variable that coded open answers become: a question of several answers, right after the one that was asked.

It is a question like any other for everything downstream. Nobody is asked it: a questionnaire gets it only for results.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from polls.codebook.answers import DONT_KNOW
from polls.codebook.coding.frame import UNUSABLE, CodeFrame, Standard
from polls.codebook.schema import Choice, Question, QuestionKind, Questionnaire, Requirement, Text, in_language
from polls.codebook.texts import joint

UNUSABLE_LABEL: Text = {"nl": "Geen bruikbaar antwoord", "en": "No usable answer"}
DONT_KNOW_LABEL: Text = {"nl": "Weet het niet", "en": "Doesn't know"}
CODED: Text = {"nl": "gecodeerd", "en": "coded"}
IN_GROUPS: Text = {"nl": "gecodeerd, in groepen", "en": "coded, in groups"}
NETS = "/nets"

LONGEST = 33
"""Letters of the question's code that the name of its variable keeps."""


def edition_name(key: str, number: int) -> str:
    """Name one edition of the codes of the answers at ``key``: how a response holds them."""
    return f"{key}@{number}"


def key_of(name: str) -> str:
    """Give the key of the answers of which ``name`` (``Question.codes_of``) holds codes."""
    return name.partition("@")[0]


def coded_questions(questionnaire: Questionnaire, key: str, frame: CodeFrame, number: int) -> tuple[Question, ...]:
    """Make the variable of an edition, and where the frame has groups that of the groups.

    Raises KeyError where the questionnaire has no such answers.
    """
    known = questionnaire.variable_by_code
    asked = known[key] if key in known else known[key.rpartition(".")[0]]
    other = asked.choice_by_code.get(key.removeprefix(asked.code).removeprefix("."))
    text = {language: joint(in_language(asked.text, language), _label(other, language)) for language in CODED}
    stem, name = key.replace(".", "_")[:LONGEST], edition_name(key, number)
    codes = [Choice(each.code, each.label) for each in frame.codes]
    found = [_question(f"{stem}_coded", text, CODED, codes, name)]
    if any(each.group for each in frame.codes):
        found.append(_question(f"{stem}_nets", text, IN_GROUPS, list(_nets(frame)), name + NETS))
    return tuple(found)


def with_coded(questionnaire: Questionnaire, coded: Sequence[Question]) -> Questionnaire:
    """Put variables of coded answers behind the questions that they were made of.

    One of which the code is taken gets another; one of which the question is gone stays out.
    """
    if not coded:
        return questionnaire
    taken = set(questionnaire.variable_by_code)
    renamed = [replace(each, code=_free(each.code, taken)) for each in coded]
    pages = tuple(
        replace(
            page,
            questions=tuple(each for question in page.questions for each in (question, *(_made_of(question, renamed)))),
        )
        for page in questionnaire.pages
    )
    return replace(questionnaire, pages=pages)


def as_asked(questionnaire: Questionnaire) -> Questionnaire:
    """Give the questionnaire without such variables: what respondents saw."""
    if not any(each.codes_of for each in questionnaire.variables):
        return questionnaire
    pages = tuple(
        replace(page, questions=tuple(each for each in page.questions if not each.codes_of))
        for page in questionnaire.pages
    )
    return replace(questionnaire, pages=pages)


def final_codes(given: Sequence[str]) -> list[str]:
    """Write the codes of one answer as a response stores those of a question of several answers."""
    if Standard.DONT_KNOW in given:
        return [DONT_KNOW]
    return [UNUSABLE] if {*given} & {Standard.NONSENSE, Standard.EMPTY} else sorted(given)


def net_codes(frame: CodeFrame, codes: Sequence[str]) -> list[str]:
    """Give the groups of final codes; a code in no group stays itself."""
    groups = {each.code: each.group or each.code for each in frame.codes}
    return sorted({groups.get(code, code) for code in codes})


def _question(code: str, text: Text, suffix: Text, codes: Sequence[Choice], name: str) -> Question:
    return Question(
        code,
        QuestionKind.MULTIPLE,
        {language: f"{text[language]} ({suffix[language]})" for language in text},
        choices=(*codes, Choice(UNUSABLE, UNUSABLE_LABEL, is_exclusive=True)),
        requirement=Requirement.NO,
        dont_know=DONT_KNOW_LABEL,
        codes_of=name,
    )


def _nets(frame: CodeFrame) -> Iterator[Choice]:
    used = {each.group for each in frame.codes}
    yield from (Choice(each.code, each.label) for each in frame.groups if each.code in used)
    yield from (Choice(each.code, each.label) for each in frame.codes if not each.group)


def _made_of(question: Question, coded: Sequence[Question]) -> Iterator[Question]:
    yield from (
        each
        for each in coded
        if (key := key_of(each.codes_of)) in question.keys or key.rpartition(".")[0] in question.keys
    )


def _free(code: str, taken: set[str]) -> str:
    found = next(name for number in range(1, 1000) if (name := code if number == 1 else f"{code}{number}") not in taken)
    taken.add(found)
    return found


def _label(choice: Choice | None, language: str) -> str:
    return in_language(choice.label, language) if choice else ""
