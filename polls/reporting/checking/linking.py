"""Which cells of the run a number of a text is about, judged by the words around it and never by its value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from polls.codebook.schema import QuestionKind
from polls.reporting.checking.groups import NamedGroup
from polls.reporting.checking.numerals import Said
from polls.reporting.checking.passages import Sentence
from polls.reporting.checking.subjects import Subjects
from polls.reporting.checking.tokens import NEGATIONS
from polls.reporting.document import Cell, Column, QuestionReport, Row, Table

CLEAR = 0.2
"""Questions whose score lies within this of the best one are all thought possible."""

IMPLIED = 0.5
"""So much of the wording of a yes-or-no question must be named for its answer to be implied."""

Place = tuple[str, str]
"""Question and row, by code."""


@dataclass(frozen=True)
class Linked:
    """A cell that a number may be about."""

    question: QuestionReport
    row: Row
    column: Column
    cell: Cell
    table: Table


@dataclass
class Link:
    """What a number is about: possible cells, the likeliest first.

    ``is_hidden``: the group it names is not shown. ``is_carried``: its own sentence names neither question nor answer.
    """

    cells: list[Linked] = field(default_factory=list)
    is_hidden: bool = False
    is_carried: bool = False
    group: NamedGroup | None = None


@dataclass
class Memory:
    """What the sentence before spoke of; a new paragraph forgets it."""

    paragraph: int = -1
    places: list[Place] = field(default_factory=list)
    group: NamedGroup | None = None
    sentence: Sentence | None = None


class Linker:
    """Links the numbers of a text to cells, sentence by sentence."""

    def __init__(self, subjects: Subjects) -> None:
        self.subjects = subjects
        self.memory = Memory()
        self.current = ""
        """The question of the number before in the same sentence."""

    def begin(self, sentence: Sentence) -> None:
        """Forget what another paragraph spoke of."""
        self.current = ""
        if sentence.paragraph != self.memory.paragraph:
            self.memory = Memory(paragraph=sentence.paragraph)

    def end(self, sentence: Sentence, links: Sequence[Link]) -> None:
        """Remember what a sentence spoke of."""
        places = list(dict.fromkeys(place for link in links for place in self._remembered(sentence, link)))
        self.memory.places = places or self.places(sentence, None) or self.memory.places
        variables = {group.variable for group in sentence.groups}
        if len(sentence.groups) == 1 or (sentence.groups and len(variables) == len(sentence.groups)):
            self.memory.group = sentence.groups[-1]
        elif sentence.groups or sentence.is_overall:
            self.memory.group = None
        self.memory.sentence = sentence

    def link(self, sentence: Sentence, said: Said) -> Link:
        """Give the cells that a share may be about."""
        groups = self.groups(sentence, said)
        places = self.places(sentence, said)
        self.current = places[0][0] if places else self.current
        is_carried = not groups and not self._named(sentence, said) and not self._implied(sentence, said)
        link = Link(group=groups[0] if groups else None, is_carried=is_carried)
        for question, row in places:
            for found in self._all_cells(sentence, question, row, groups):
                if found is None:
                    link.is_hidden = True
                else:
                    link.cells.append(found)
        return link

    def is_answer_told(self, sentence: Sentence, said: Said) -> bool:
        """Whether the sentence of a number names an answer, or a question of which the answer is implied."""
        return bool(self._named(sentence, said) or self._implied(sentence, said))

    def segments(self, variable: str) -> list[str]:
        """Give the codes of the segments of a variable."""
        return [group.segment for group in self.subjects.groups if group.variable == variable]

    def cell(self, question: str, row: str, groups: Sequence[NamedGroup]) -> Cell | None:
        """Give the cell of an answer in the column that ``groups`` name."""
        return next((found.cell for found in self._cells(question, row, groups) if found is not None), None)

    def places(self, sentence: Sentence, said: Said | None, *, clear: float = CLEAR) -> list[Place]:
        """Give the questions and rows that a number (None: the sentence) may be about, the likeliest first.

        Those whose score lies within ``clear`` of the best.
        """
        named = self._named(sentence, said)
        if not named:
            named = self._implied(sentence, said) or dict.fromkeys(self.memory.places, 1.0)
        clause = sentence.clause(said) if said else sentence.tokens
        scores = {
            place: strength + self.score(sentence, place[0]) + self.subjects.wordings[place[0]].found(clause)[0]
            for place, strength in named.items()
        }
        quoted = {place: score for place, score in scores.items() if sentence.questions[place[0]] > 1}
        scores = quoted or scores
        asked = {place: score for place, score in scores.items() if said and self._is_asked(sentence, said, place[0])}
        scores = asked or scores
        in_order = sorted(scores, key=lambda place: -scores[place])
        return [place for place in in_order if scores[place] >= scores[in_order[0]] - clear]

    def score(self, sentence: Sentence, question: str) -> float:
        """Say how much a sentence, and the one before it, speak of a question."""
        before = self.memory.sentence.questions[question] if self.memory.sentence is not None else 0.0
        carried = 0.5 * before + (0.4 if any(question == each for each, _row in self.memory.places) else 0.0)
        speaks_for_itself = max(sentence.questions.values(), default=0.0) >= IMPLIED
        score = 0.75 * sentence.questions[question] + carried * (0.25 if speaks_for_itself else 1.0)
        return score + (0.5 if question == self.current else 0.0)

    def groups(self, sentence: Sentence, said: Said) -> list[NamedGroup]:
        """Give the group of each variable that a number goes with."""
        found = []
        for variable in {group.variable: None for group in sentence.groups}:
            of_variable = tuple(group for group in sentence.groups if group.variable == variable)
            nearest = sentence.respective(of_variable, said) or sentence.nearest(of_variable, said)
            if nearest is not None:
                found.append(nearest)
        beside = [group for group in found if not sentence.has_colon_between(group.end, said.start)]
        return beside or found

    def _remembered(self, sentence: Sentence, link: Link) -> list[Place]:
        """Give what the next sentence may go on about ("that share"): the likeliest answer, or a net that it is in.

        Where the sentence names more than one answer of the net, the net alone: "agree or strongly agree" is one thing.
        """
        places = list(dict.fromkeys((cell.question.code, cell.row.code) for cell in link.cells))
        for question, row in places[:1]:
            named = {each.row for each in sentence.answers if each.question == question}
            for net, parts in self.subjects.nets(question).items():
                if (question, net) in places and (row == net or row in parts):
                    is_whole = len(named.intersection(parts)) > 1
                    return [(question, net)] if is_whole or row == net else [(question, row), (question, net)]
        return places[:1]

    def _named(self, sentence: Sentence, said: Said | None) -> dict[Place, float]:
        if said is None:
            return {(each.question, each.row): each.strength for each in sentence.answers}
        nearest = sentence.nearest(sentence.answers, said)
        if nearest is None:
            return {}
        same = [each for each in sentence.answers if each.start < nearest.end and nearest.start < each.end]
        found: dict[Place, float] = {}
        for each in same:
            found[each.question, each.row] = max(found.get((each.question, each.row), 0.0), each.strength)
        return found

    def _implied(self, sentence: Sentence, said: Said | None) -> dict[Place, float]:
        """Give the "yes" of a question that a sentence is about, or the "no" where its clause has a negation."""
        tokens = sentence.clause(said) if said else sentence.tokens
        start = max([at for at in sentence.boundaries if said and at < said.start], default=0)
        is_negated = any(token.word in NEGATIONS and token.start > start for token in tokens)
        found: dict[Place, float] = {}
        for code, named in sentence.questions.items():
            rows = self.subjects.implied_rows(code)
            if rows and named >= IMPLIED:
                found[code, rows[1] if is_negated else rows[0]] = named
            elif self.subjects.questions[code].kind is QuestionKind.CONSENT and named >= IMPLIED:
                found[code, self.subjects.questions[code].total.rows[0].code] = named
        return found

    def _all_cells(
        self, sentence: Sentence, question: str, row: str, groups: Sequence[NamedGroup]
    ) -> Iterator[Linked | None]:
        """Give the cells of a row; where the sentence names no group, those of the group before it and of everyone."""
        before = self.memory.group
        is_carried = before is not None and not groups and not sentence.is_overall
        if before is not None and is_carried and self._is_shown(question, before.variable, before.segment):
            yield from self._cells(question, row, [before])
        yield from self._cells(question, row, groups)

    def _is_asked(self, sentence: Sentence, said: Said, question: str) -> bool:
        """Whether a question has figures of a group that the number goes with; also where it goes with none."""
        groups = self.groups(sentence, said)
        return not groups or any(self._is_shown(question, each.variable, each.segment) for each in groups)

    def _is_shown(self, question: str, variable: str, segment: str) -> bool:
        table = self.subjects.questions[question].views.get(variable)
        return table is not None and any(each.segment == segment and each.is_shown for each in table.columns)

    def _cells(self, code: str, row_code: str, groups: Sequence[NamedGroup]) -> Iterator[Linked | None]:
        """Give the cells of a row in the columns that ``groups`` name, the smallest group alone; None where hidden."""
        question = self.subjects.questions[code]
        columns = list(columns_of(question, groups))
        shown = [(table, position) for table, position in columns if table.columns[position].is_shown]
        if groups:
            shown = sorted(shown, key=lambda pair: pair[0].columns[pair[1]].base or 0)[:1]
        if not shown and columns:
            yield None
        for table, position in shown:
            row = next((each for each in table.rows if each.code == row_code), None)
            cell = row.cells[position] if row else None
            if row is not None and cell is not None:
                yield Linked(question, row, table.columns[position], cell, table)


def columns_of(question: QuestionReport, groups: Sequence[NamedGroup]) -> Iterator[tuple[Table, int]]:
    """Give the columns of these groups, of everyone where there are none."""
    if not groups:
        yield question.total, 0
    for group in groups:
        table = question.views.get(group.variable)
        for position, column in enumerate(table.columns if table else ()):
            if table is not None and column.segment == group.segment:
                yield table, position
