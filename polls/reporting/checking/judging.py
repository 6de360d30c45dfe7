"""The verdict on each number of a sentence."""

import re
from collections.abc import Iterable, Sequence

from polls.reporting.checking.linking import Link, Linked, Linker
from polls.reporting.checking.marks import Mark, MarkKind, Verdict
from polls.reporting.checking.numerals import Numeral, Said
from polls.reporting.checking.passages import Sentence, is_share
from polls.reporting.checking.phrases import explain
from polls.reporting.checking.supported import is_off_by_rounding, is_right_interval, is_supported
from polls.reporting.document import Report
from polls.reporting.numbers import number

BESIDE = 14
"""A percentage within so many characters after a fraction or a majority is about the same cell."""


_PARTICIPATION = re.compile(
    r"\b(?:deed|deden|meededen|meegedaan|namen|nam|deelnamen|deelgenomen|vulden|ingevuld|took part|taken part|"
    r"participated|completed|filled)\b",
    re.IGNORECASE,
)
"""Words with which a number of people is those who took part, not the base of a share."""


class Judge:
    """Gives marks on the numbers of a sentence. ``told_in`` is the language of the explanations."""

    def __init__(self, report: Report, linker: Linker, told_in: str) -> None:
        self.report, self.linker, self.told_in = report, linker, told_in

    def shares(self, sentence: Sentence) -> list[tuple[Said, Link]]:
        """Link every share of a sentence; words and the percentage beside them go together."""
        linked: list[tuple[Said, Link]] = []
        said = [each for each in sentence.numbers if is_share(each) and self._is_told(sentence, each)]
        for at, each in enumerate(said):
            following = said[at + 1] if at + 1 < len(said) else None
            is_beside = (
                following is not None
                and following.kind is Numeral.PERCENT
                and each.kind is not Numeral.PERCENT
                and following.start - each.end <= BESIDE
            )
            about = following if is_beside and following is not None else each
            linked.append((each, self.linker.link(sentence, about)))
        return linked

    def _is_told(self, sentence: Sentence, said: Said) -> bool:
        """Whether a number is about the poll: "everyone" often is not, and then no answer is named with it."""
        return said.kind is not Numeral.WHOLE or self.linker.is_answer_told(sentence, said)

    def share(self, said: Said, link: Link) -> Mark:
        """Judge a percentage, a fraction or a majority."""
        right = next((each for each in link.cells if is_supported(said, each.cell)), None)
        if right is not None:
            kind = MarkKind.STRENGTH if said.kind in (Numeral.STRENGTH, Numeral.WHOLE) else MarkKind.SHARE
            return self._mark(said, Verdict.AGREES, kind, "agrees", right.cell.percent, detail=self._place(right))
        if not link.cells or link.is_carried:
            verdict = Verdict.DIFFERS if link.is_hidden else Verdict.NOT_FOUND
            kind = MarkKind.SEGMENT if link.is_hidden else MarkKind.SHARE
            return self._mark(said, verdict, kind, "hidden" if link.is_hidden else "not_found")
        best = link.cells[0]
        rounded = next((each for each in link.cells if is_off_by_rounding(said, each.cell)), None)
        if rounded is not None:
            return self._wrongly_rounded(said, rounded)
        if said.kind is not Numeral.PERCENT:
            return self._too_strong(said, best)
        return self._wrong_group(said, best) or self._mark(
            said, Verdict.DIFFERS, MarkKind.SHARE, "differs", best.cell.percent, detail=self._place(best)
        )

    def base(self, sentence: Sentence, said: Said, shares: Sequence[tuple[Said, Link]]) -> Mark:
        """Judge the size of a group: that of the share it stands with, else of what the sentence is about."""
        possible = self._bases(sentence, said, shares)
        if int(said.value) in possible:
            return self._mark(said, Verdict.AGREES, MarkKind.BASE, "base_agrees")
        if not possible:
            return self._mark(said, Verdict.NOT_FOUND, MarkKind.BASE, "not_found")
        right = number(possible[0], self.report.language)
        return self._mark(said, Verdict.DIFFERS, MarkKind.BASE, "base", right)

    def interval(self, said: Said, shares: Sequence[tuple[Said, Link]]) -> Mark:
        """Judge an interval by that of the share before it, else of any share of the sentence."""
        before = [link for share, link in shares if share.start <= said.start] or [link for _share, link in shares]
        cells = before[-1].cells if before else []
        if any(is_right_interval(said, each.cell) for each in cells):
            return self._mark(said, Verdict.AGREES, MarkKind.INTERVAL, "interval_agrees")
        if not cells:
            return self._mark(said, Verdict.NOT_FOUND, MarkKind.INTERVAL, "not_found")
        return self._mark(said, Verdict.DIFFERS, MarkKind.INTERVAL, "interval", cells[0].cell.interval_text)

    def aside(self, said: Said) -> Mark:
        """Mark a number that is no result."""
        return self._mark(said, Verdict.ASIDE, MarkKind.OTHER, "aside")

    def _bases(self, sentence: Sentence, said: Said, shares: Sequence[tuple[Said, Link]]) -> list[int]:
        if _PARTICIPATION.search(sentence.text):
            return self._participants(sentence, said)
        if not any(link.cells for _share, link in shares):
            asked = [code for code, named in sentence.questions.items() if named > 1]
            bases = self._bases_of_questions(asked, {(each.variable, each.segment) for each in sentence.groups})
            if bases or asked:
                totals = [self.linker.subjects.questions[code].total.columns[0].base for code in asked]
                return _unique([*bases, *(base for base in totals if base is not None)])
        beside = self._link_beside(sentence, said, shares)
        if beside is not None and beside.cells:
            agreeing = [each for each in beside.cells if any(
                share.kind is Numeral.PERCENT and is_supported(share, each.cell)
                for share, link in shares if link is beside)]  # fmt: skip
            return _unique(each.cell.base for each in agreeing or beside.cells)
        groups = self.linker.groups(sentence, said)
        columns = {(each.variable, each.segment) for each in groups}
        sizes = [
            column.base
            for variable in self.report.overview.segment_variables
            for column in variable.segments
            if (column.variable, column.segment) in columns and column.base is not None
        ]
        if groups:
            asked = [place for place, _row in self.linker.places(sentence, said)]
            return _unique([*sizes, *self._bases_of_questions(asked, columns)])
        return [self.report.overview.n]

    def _participants(self, sentence: Sentence, said: Said) -> list[int]:
        """Give how many took part: of the group that the number stands before, else of everyone."""
        named = [each for each in sentence.groups if 0 <= each.start - said.end <= BESIDE]
        sizes = [
            column.base
            for variable in self.report.overview.segment_variables
            for column in variable.segments
            if column.base is not None
            and any((each.variable, each.segment) == (column.variable, column.segment) for each in named)
        ]
        return sizes or [self.report.overview.n]

    def _bases_of_questions(self, codes: Sequence[str], columns: set[tuple[str, str]]) -> list[int]:
        return [
            column.base
            for code in codes
            for table in self.linker.subjects.questions[code].views.values()
            for column in table.columns
            if (column.variable, column.segment) in columns and column.base is not None
        ]

    def _link_beside(self, sentence: Sentence, said: Said, shares: Sequence[tuple[Said, Link]]) -> Link | None:
        """Give the link of the share that a base goes with: in the same brackets, else before it, else the first."""
        brackets = sentence.in_brackets(said.start)
        if brackets:
            inside = [link for share, link in shares if brackets[0] < share.start < brackets[1]]
            if inside:
                return inside[-1]
            before = [link for share, link in shares if share.end <= brackets[0]]
            after = [link for share, link in shares if share.start >= brackets[1]]
            return before[-1] if before else after[0] if after else None
        earlier = [pair for pair in shares if pair[0].end <= said.start]
        later = [pair for pair in shares if pair[0].start >= said.end]
        if earlier and (not later or said.start - earlier[-1][0].end < later[0][0].start - said.end):
            return earlier[-1][1]
        return later[0][1] if later else None

    def _wrongly_rounded(self, said: Said, linked: Linked) -> Mark:
        cell, language = linked.cell, self.report.language
        if cell.effective is not None:
            return self._mark(said, Verdict.DIFFERS, MarkKind.ROUNDING, "rounding_weighted", cell.percent)
        parts = {"count": number(cell.count, language), "n": number(cell.base, language)}
        return self._mark(said, Verdict.DIFFERS, MarkKind.ROUNDING, "rounding", cell.percent, **parts)

    def _too_strong(self, said: Said, linked: Linked) -> Mark:
        cell, detail = linked.cell, self._place(linked)
        key = "strength" if cell.interval_text else "strength_alone"
        return self._mark(
            said, Verdict.DIFFERS, MarkKind.STRENGTH, key, cell.percent, detail=detail, interval=cell.interval_text
        )

    def _wrong_group(self, said: Said, best: Linked) -> Mark | None:
        """Say so where the number is right, but of another group."""
        for table in best.question.views.values():
            row = next((each for each in table.rows if each.code == best.row.code), None)
            for column, cell in zip(table.columns, row.cells if row else (), strict=False):
                if cell is not None and column.label != best.column.label and is_supported(said, cell):
                    return self._mark(
                        said, Verdict.DIFFERS, MarkKind.SEGMENT, "segment", best.cell.percent,
                        other=column.label, column=best.column.label,
                    )  # fmt: skip
        return None

    def _place(self, linked: Linked) -> str:
        n = number(linked.cell.base, self.report.language)
        return explain(self.told_in, "place", row=linked.row.label, column=linked.column.label, n=n)

    def _mark(self, said: Said, verdict: Verdict, kind: MarkKind, key: str, right: str = "", /, **parts: str) -> Mark:
        message = explain(self.told_in, key, right=right, **parts)
        return Mark(said.start, said.end, verdict, kind, message, right)


def _unique(values: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(values))
