"""A questionnaire from anywhere, put in the form that a poll can hold: codes, lengths, bounds and languages.

What is merely unfinished (a missing translation, a condition on a later question) is left as it is: the list of
problems in the poll speaks of that.
"""

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from polls.codebook.answers import clean_text
from polls.codebook.codes import free_code, suggest_code
from polls.codebook.schema import CHOICE_CODE, CODE, LANGUAGES, Question, Questionnaire
from polls.codebook.uploads import FILE_TYPES
from polls.exchange.findings import Finding, Imported, finding

LONGEST_TEXT = 10_000

FORMULAS = frozenset({"show_if", "expression", "condition"})
LONGEST_FORMULA = 1000
LONGEST_NAME = 40
LONGEST_VALUES = 500

RANGES: Mapping[str, tuple[int, int]] = {
    "decimals": (0, 4),
    "minimum_base": (3, 100),
    "equivalence_margin": (1, 50),
    "population": (0, 2**31 - 1),
    "min_choices": (0, 1000),
    "max_choices": (0, 1000),
    "step": (1, 1_000_000),
    "total": (1, 1_000_000),
    "max_megabytes": (1, 25),
    "limit": (1, 2**31 - 1),
}
"""The numbers that a field may hold, where not every number is one."""

IMAGE = re.compile(r"[0-9a-f]{64}\.[a-z]{3,4}\Z")

Part = TypeVar("Part")


def settle(questionnaire: Questionnaire) -> Imported:
    """Give the questionnaire as a poll can hold it, with what had to change for that."""
    settler = _Settler()
    tidied = settler.tidied(questionnaire, "")
    languages = tuple(language for language in LANGUAGES if language in tidied.languages) or LANGUAGES
    for language in tidied.languages:
        if language not in LANGUAGES:
            settler.note("language_lost", "", language=language[:20])
    pages = tuple(settler.page(page) for page in tidied.pages)
    variables = tuple(settler.variable(variable) for variable in tidied.segment_variables)
    screen_outs, quotas = settler.coded(tidied.screen_outs, "screen_outs"), settler.coded(tidied.quotas, "quotas")
    slug = suggest_code(tidied.slug, (), prefix="poll", words=8).replace("_", "-")
    settled = replace(tidied, slug=slug, languages=languages, pages=pages, segment_variables=variables)
    settled = replace(settled, screen_outs=screen_outs, quotas=quotas)
    return Imported(settled, tuple(settler.findings))


@dataclass
class _Settler:
    findings: list[Finding] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def note(self, code: str, place: str, **parts: str | int) -> None:
        self.findings.append(finding(code, place, **parts))

    def page(self, page: Any) -> Any:
        code = self.code(page.code, "page", page.code)
        return replace(page, code=code, questions=tuple(self.question(question) for question in page.questions))

    def question(self, question: Question) -> Question:
        code = self.code(question.code, "question", question.code)
        choices, rows = self.coded(question.choices, question.code), self.coded(question.rows, question.code)
        variants = self.coded(question.variants, question.code)
        return replace(question, code=code, choices=choices, rows=rows, variants=variants)

    def variable(self, variable: Any) -> Any:
        code = self.code(variable.code, "division", variable.code)
        segments = self.coded(variable.segments, variable.code)
        return replace(variable, code=code, segments=tuple(self.segment(segment, code) for segment in segments))

    def segment(self, segment: Any, place: str) -> Any:
        """A segment whose values fit in the one line that they are kept in."""
        values = tuple(value.replace(",", " ").strip() for value in segment.values)
        while len(", ".join(values)) > LONGEST_VALUES:
            values = values[:-1]
        if len(values) < len(segment.values):
            self.note("values_lost", f"{place}.{segment.code}", most=LONGEST_VALUES)
        return replace(segment, values=values)

    def code(self, code: str, prefix: str, place: str) -> str:
        """The code itself where it is well-formed and free in the poll, else one like it."""
        wanted = code if CODE.match(code) else suggest_code(code, (), prefix=prefix, words=9)
        free = free_code(wanted, self.taken)
        self.taken.add(free)
        if free != code:
            self.note("code_changed", place, before=code[:60], after=free)
        return free

    def coded(self, parts: tuple[Part, ...], place: str) -> tuple[Part, ...]:
        """Choices, rows or segments, each with a well-formed code of its own."""
        taken: set[str] = set()
        settled = []
        for part in parts:
            code: str = part.code  # type: ignore[attr-defined]  # all of them have one
            wanted = code if CHOICE_CODE.match(code) else suggest_code(code, (), prefix="choice", words=9)
            free = free_code(wanted, taken)
            taken.add(free)
            if free != code:
                self.note("code_changed", f"{place}.{code}"[:90], before=code[:60], after=free)
            settled.append(replace(part, code=free))  # type: ignore[type-var]  # a dataclass, as said
        return tuple(settled)

    def tidied(self, part: Any, place: str) -> Any:
        """The part with its texts cleaned, cut and in known languages, and its numbers in range, all the way down."""
        changes = {}
        here = getattr(part, "code", "") or place
        for each in dataclasses.fields(part):
            value = getattr(part, each.name)
            tidy = self.value(each, value, here)
            if tidy is not value:
                changes[each.name] = tidy
        return replace(part, **changes) if changes else part

    def value(self, each: "dataclasses.Field[Any]", value: Any, place: str) -> Any:
        if isinstance(value, Mapping):
            return self.text(value, place)
        if isinstance(value, tuple):
            items = tuple(self.value(each, item, place) for item in value)
            return tuple(item for item in items if item != "")
        if dataclasses.is_dataclass(value):
            return self.tidied(value, place)
        if isinstance(value, bool) or value is None or each.name not in RANGES:
            return self.plain(each.name, value, place) if type(value) is str else value
        least, most = RANGES[each.name]
        if least <= value <= most:
            return value
        self.note("number_out_of_range", place, name=each.name, value=value)
        return _default(each)

    def text(self, text: Mapping[str, str], place: str) -> Mapping[str, str]:
        tidy = {name: clean_text(said, is_long=True) for name, said in text.items() if name in LANGUAGES}
        if any(len(said) > LONGEST_TEXT for said in tidy.values()):
            self.note("text_cut", place, most=LONGEST_TEXT)
            tidy = {name: said[:LONGEST_TEXT] for name, said in tidy.items()}
        return {name: said for name, said in tidy.items() if said}

    def plain(self, name: str, value: str, place: str) -> str:
        """A text that is no wording: a condition, a source, a date, the name of a picture or of a type of file."""
        tidy = clean_text(value, is_long=name in FORMULAS)
        if name in FORMULAS:
            return (
                tidy if len(tidy) <= LONGEST_FORMULA else self.lost("condition_too_long", place, most=LONGEST_FORMULA)
            )
        if name == "image":
            return tidy if not tidy or IMAGE.match(tidy) else self.lost("image_lost", place)
        if name in ("earliest", "latest"):
            return tidy if not tidy or _is_day(tidy) else self.lost("day_lost", place, day=tidy[:20])
        if name == "file_types":
            return tidy if tidy in FILE_TYPES else self.lost("file_types_lost", place, types=tidy[:40])
        return tidy[:LONGEST_NAME]

    def lost(self, code: str, place: str, **parts: str | int) -> str:
        self.note(code, place, **parts)
        return ""


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text if len(text) > len("YYYY-MM") else f"{text}-01")
    except ValueError:
        return False
    return True


def _default(each: "dataclasses.Field[Any]") -> Any:
    factory: Callable[[], Any] | Any = each.default_factory
    return each.default if factory is dataclasses.MISSING else factory()
