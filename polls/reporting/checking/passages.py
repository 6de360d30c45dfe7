"""A text cut into sentences, each with its numbers and with the questions, answers and groups that it names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from polls.reporting.checking.groups import NamedGroup, named_groups
from polls.reporting.checking.named import AnyNamed, Named
from polls.reporting.checking.numerals import Numeral, Said, numbers_in
from polls.reporting.checking.subjects import NamedAnswer, Subjects
from polls.reporting.checking.tokens import Token, tokens_of

_END = re.compile(r"(?<=[.!?…])[’”\"')]?\s+(?=[A-ZÀ-Ý0-9‘“\"'(])|\n+")
_NO_END = re.compile(r"(?:\b(?:n|bijv|ca|resp|incl|excl|vs|no|nr|e\.g|i\.e)\.)$", re.IGNORECASE)
_BOUNDARY = re.compile(
    r"[,;:]|\b(?:en|and|terwijl|while|whereas|tegenover|versus|tegen|dan|than|against|compared|vergeleken|maar|but|gevolgd|"
    r"followed)\b",
    re.IGNORECASE,
)
_OVERALL = re.compile(
    r"\b(?:alle respondenten|alle deelnemers|alle ondervraagden|in totaal|over de hele|all respondents|"
    r"all participants|overall|in total|as a whole|van de respondenten|van de ondervraagden|van de deelnemers|"
    r"of respondents|of the respondents|of those surveyed|of participants)\b(?!\s(?:bij|in de groep|at|in the group))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """A sentence; positions are those of the whole text. ``questions`` says how much of each wording is named."""

    start: int
    text: str
    paragraph: int
    tokens: tuple[Token, ...]
    numbers: tuple[Said, ...]
    answers: tuple[NamedAnswer, ...]
    groups: tuple[NamedGroup, ...]
    questions: Mapping[str, float]

    @cached_property
    def boundaries(self) -> tuple[int, ...]:
        """Where a clause ends; not within the name of an answer or a group, nor within a number."""
        names: list[Named | Said] = [*self.answers, *self.groups, *self.numbers]
        found = [match.start() + self.start for match in _BOUNDARY.finditer(self.text)]
        return tuple(at for at in found if not any(name.start <= at < name.end for name in names))

    @property
    def is_overall(self) -> bool:
        """Whether it says that it is about everyone."""
        return _OVERALL.search(self.text) is not None

    def between(self, first: int, second: int) -> int:
        """Count the ends of clauses between two places."""
        low, high = sorted((first, second))
        return sum(low <= at < high for at in self.boundaries)

    def has_colon_between(self, first: int, second: int) -> bool:
        """Whether a colon stands between two places: what comes before one introduces, and says less of the numbers."""
        low, high = sorted((first - self.start, second - self.start))
        return re.search(r":\s", self.text[low:high]) is not None

    def in_brackets(self, place: int) -> tuple[int, int] | None:
        """Give where the brackets around a place begin and end, as places of the whole text."""
        at = place - self.start
        opened = self.text.rfind("(", 0, at + 1)
        closed = self.text.find(")", at)
        if opened < 0 or closed < 0 or self.text.find(")", opened, at) >= 0:
            return None
        return opened + self.start, closed + self.start

    def clause(self, said: Said) -> tuple[Token, ...]:
        """Give the words of a number's own clause: up to the last boundary after the number before it, and before the
        next."""
        shares = [each for each in self.numbers if is_share(each)]
        earlier = [each.end for each in shares if each.end <= said.start]
        later = [each.start for each in shares if each.start >= said.end]
        low = max([at for at in self.boundaries if earlier and earlier[-1] <= at < said.start], default=self.start)
        high = max([at for at in self.boundaries if later and said.end <= at < later[0]],
                   default=later[0] if later else self.start + len(self.text))  # fmt: skip
        return tuple(token for token in self.tokens if low <= token.start < high)

    def respective(self, names: "tuple[AnyNamed, ...]", said: Said) -> AnyNamed | None:
        """Give the name of a share where as many shares as names follow all of these: "A and B (58% and 50%)"."""
        shares = [each for each in self.numbers if is_share(each)]
        if len(names) < 2 or len(shares) != len(names) or said not in shares:
            return None
        return names[shares.index(said)] if shares[0].start >= names[-1].end else None

    def nearest(self, names: "tuple[AnyNamed, ...]", said: Said) -> AnyNamed | None:
        """Give the name that a number goes with: what its brackets follow, else the nearest in its clause."""
        brackets = self.in_brackets(said.start)
        start = brackets[0] if brackets else said.start
        end = brackets[1] if brackets else said.end
        if brackets:
            before = [name for name in names if 0 <= start - name.end <= 3]
            if before:
                return before[-1]

        def distance(name: AnyNamed) -> float:
            if name.start >= end:
                return name.start - end + 60 * self.between(end, name.start)
            return max(0, start - name.end) + 5 + 60 * self.between(name.end, start)

        return min(names, key=distance, default=None)


def sentences_of(text: str, subjects: Subjects) -> list[Sentence]:
    """Cut a text into sentences and find what each names."""
    masked, asked = _without_questions(text, subjects)
    numbers = numbers_in(text)
    return [_sentence(text, masked, span, paragraph, numbers, asked, subjects) for *span, paragraph in _spans(text)]


def _sentence(
    text: str,
    masked: str,
    span: list[int],
    paragraph: int,
    numbers: list[Said],
    asked: list[tuple[int, str]],
    subjects: Subjects,
) -> Sentence:
    start, end = span
    tokens = tokens_of(masked[start:end], start, joined=subjects.joined)
    questions = {code: label.found(tokens)[0] for code, label in subjects.wordings.items()}
    questions |= {code: 2.0 for at, code in asked if start <= at < end}
    return Sentence(
        start=start,
        text=text[start:end],
        paragraph=paragraph,
        tokens=tuple(tokens),
        numbers=tuple(each for each in numbers if start <= each.start < end),
        answers=tuple(subjects.named_answers(tokens, masked[start:end], start)),
        groups=tuple(named_groups(subjects.groups, tokens, masked[start:end], start)),
        questions=questions,
    )


def _without_questions(text: str, subjects: Subjects) -> tuple[str, list[tuple[int, str]]]:
    """Blank out questions that are quoted in full, and say where they stood: their words name no answer."""
    masked, asked = text, []
    for code, question in subjects.questions.items():
        at = masked.find(question.text) if len(question.text) > 12 else -1
        while at >= 0:
            asked.append((at, code))
            masked = masked[:at] + " " * len(question.text) + masked[at + len(question.text) :]
            at = masked.find(question.text, at + 1)
    return masked, asked


def _spans(text: str) -> list[tuple[int, int, int]]:
    """Give start, end and number of paragraph of each sentence."""
    spans, start, paragraph = [], 0, 0
    for match in [*_END.finditer(text), None]:
        end = match.start() if match else len(text)
        if match and "\n" not in match[0] and _NO_END.search(text[start:end]):
            continue
        if text[start:end].strip():
            spans.append((start, end, paragraph))
        start = match.end() if match else end
        if match and "\n" in match[0]:
            paragraph += 1
    return spans


def is_share(said: Said) -> bool:
    """Whether a number speaks of a share: a percentage, a fraction, a majority, everyone or nobody."""
    return said.kind in (Numeral.PERCENT, Numeral.FRACTION, Numeral.STRENGTH, Numeral.WHOLE)
