"""What all converters of LimeSurvey questions share: names, languages, references and the list of what was lost."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from polls.codebook.codes import free_code
from polls.codebook.kinds import KIND_FIELDS
from polls.codebook.rules import RESERVED
from polls.codebook.schema import LANGUAGES, Choice, Question, QuestionKind, Requirement, Row, Text
from polls.exchange.findings import Finding, finding
from polls.exchange.limesurvey.relevance import Holds, Reference
from polls.exchange.limesurvey.survey import Answer, ByLanguage, Item
from polls.exchange.naming import code_after
from polls.exchange.plain import one_line, plain_text

REQUIREMENTS = {"Y": Requirement.HARD, "S": Requirement.SOFT}
OTHER: Text = {"nl": "Anders, namelijk", "en": "Other, namely"}


@dataclass
class Context:
    """One survey on its way in. ``languages`` leads from LimeSurvey's languages to ours."""

    survey_id: str
    languages: Mapping[str, str]
    taken: set[str] = field(default_factory=lambda: set(RESERVED))
    findings: list[Finding] = field(default_factory=list)
    references: dict[str, Reference] = field(default_factory=dict)
    displayed: dict[str, int] = field(default_factory=dict)

    def note(self, code: str, item: Item | str, /, **parts: str | int | Text) -> None:
        self.findings.append(finding(code, item if isinstance(item, str) else place_of(item), **parts))

    def text(self, texts: ByLanguage) -> Text:
        """The text in our languages, without markup."""
        read = {ours: plain_text(texts.get(theirs) or texts.get("", "")) for theirs, ours in self.languages.items()}
        return {language: read[language] for language in LANGUAGES if read.get(language)}

    def label(self, texts: ByLanguage) -> Text:
        return {language: " ".join(text.split()) for language, text in self.text(texts).items()}

    def code(self, wanted: str, *, prefix: str = "q") -> str:
        """Give a free code after LimeSurvey's own."""
        code = free_code(code_after(wanted, prefix=prefix), self.taken)
        self.taken.add(code)
        return code

    def question(self, item: Item, kind: QuestionKind, **fields: Any) -> Question:
        """Make the question of the item; ``fields`` are those of the kind."""
        code = fields.pop("code", None) or self.code(item.code)
        text = fields.pop("text", None) or self.text(item.text)
        if "requirement" in KIND_FIELDS[kind]:
            fields.setdefault("requirement", REQUIREMENTS.get(item.mandatory, Requirement.NO))
        return Question(code=code, kind=kind, text=text, help=fields.pop("help", self.text(item.help)), **fields)

    def refer(self, item: Item, suffix: str, reference: Reference) -> None:
        """Let equations find the variable, by its name and by the older form with the numbers of survey and group."""
        joined = f"_{suffix}" if suffix else ""
        self.references[f"{item.code}{joined}"] = reference
        self.references[f"{self.survey_id}X{item.gid}X{item.qid}{suffix}"] = reference

    def refer_to_codes(self, item: Item, suffix: str, variable: str, codes: Mapping[str, str]) -> None:
        self.refer(item, suffix, Reference(Holds.CODE, variable, codes))

    def refer_to_ticks(self, item: Item, variable: str, codes: Mapping[str, str]) -> None:
        for theirs, ours in codes.items():
            self.refer(item, theirs, Reference(Holds.TICK, variable, tick=ours))

    def choices(self, answers: Iterable[Answer | Item]) -> tuple[tuple[Choice, ...], dict[str, str]]:
        """Make the choices, and the table from LimeSurvey's codes to ours."""
        codes: dict[str, str] = {}
        choices = []
        for answer in answers:
            ours = choice_code(answer.code, codes.values())
            codes.setdefault(answer.code, ours)
            choices.append(Choice(ours, self.label(answer.label if isinstance(answer, Answer) else answer.text)))
        return tuple(choices), codes

    def rows(self, parts: Iterable[Item]) -> tuple[tuple[Row, ...], dict[str, str]]:
        """Make the rows of a matrix, and the table from LimeSurvey's codes to ours."""
        choices, codes = self.choices(parts)
        return tuple(Row(choice.code, choice.label) for choice in choices), codes

    def other(self, item: Item, codes: dict[str, str]) -> tuple[Choice, ...]:
        """The choice "other, namely" where the item offers it; its code is kept apart from the others."""
        replaced = self.label(item.take_text("other_replace_text"))
        if not item.has_other:
            return ()
        code = choice_code("other", codes.values())
        codes["-oth-"] = codes["other"] = code
        own = {language: OTHER[language] for language in dict.fromkeys(self.languages.values())}
        return (Choice(code, {**own, **replaced}, is_other=True),)


def choice_code(wanted: str, taken: Iterable[str]) -> str:
    """A code of the form that choices have, as near to LimeSurvey's own as can be."""
    kept = re.sub("[^a-z0-9_]", "", wanted.lower())
    return free_code(kept.strip("_")[:40] or "choice", set(taken))


def place_of(item: Item) -> str:
    """How the finding names the question: by its code and the beginning of its text."""
    text = one_line(next(iter(item.text.values()), ""))
    shown = f"{text[:57]}…" if len(text) > 58 else text
    return f"{item.code or item.qid}: {shown}".rstrip(": ")


def whole(text: str) -> int | None:
    """The whole number that the text is, or None."""
    bare = text.strip().removesuffix(".0").removesuffix(".00")
    return int(bare) if bare.lstrip("-").isdigit() and bare.isascii() and len(bare) < 10 else None
