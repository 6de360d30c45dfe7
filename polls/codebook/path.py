"""Which pages and questions a respondent is asked, given the answers so far.

``values`` are answers and what is known besides, such as contact attributes, in one namespace (``values_of``).
``walk`` says how conditions are decided. Where pages change places, the order drawn for the respondent stands under
``draws.PAGES`` among what is known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from polls.codebook.answers import Answers, Attributes, Value, is_answered, other_key, skipped
from polls.codebook.draws import PAGES
from polls.codebook.kinds import QuestionKind
from polls.codebook.rules import possible
from polls.codebook.schema import Page, Question, Questionnaire, Requirement, variant_key
from polls.codebook.walk import Step, Values, Walk, calculated, formula_of, holds, rule_of

__all__ = [
    "Path",
    "Step",
    "Values",
    "believed",
    "depends_on_own_page",
    "first_page",
    "has_answers",
    "next_page",
    "open_questions",
    "path_of",
    "previous_page",
    "progress",
    "settle",
    "step_at",
    "steps",
    "values_of",
    "visible_pages",
    "visible_questions",
]

_NOTHING: frozenset[str] = frozenset()


def values_of(answers: Values, attributes: Attributes) -> dict[str, Value]:
    """Join answers and contact attributes in the one namespace that conditions speak about."""
    return {**attributes, **answers}


@dataclass(frozen=True, slots=True)
class Path:
    """A respondent's path: the pages on which anything is shown, in the respondent's order, and what may be believed.

    ``values`` are the answers and what is known as they were given; ``seen`` is what of them may be believed.
    """

    questionnaire: Questionnaire
    values: Values
    steps: tuple[Step, ...]
    seen: dict[str, Value]
    places: Mapping[str, int]

    @property
    def first(self) -> Page | None:
        """The page to begin with, or None when nothing at all is asked of this respondent."""
        return self.steps[0].page if self.steps else None

    def known_on(self, page: Page) -> dict[str, Value]:
        """Give what may be believed, and the wordings of questions on the page that are not asked (yet)."""
        wordings = (variant_key(question) for question in page.questions if question.variants)
        return {**self.seen, **{key: self.values[key] for key in wordings if key in self.values}}

    def step_at(self, page_code: str) -> Step | None:
        """Give the page and what is asked on it, or None when it is not on the path (or unknown)."""
        return next((step for step in self.steps if step.page.code == page_code), None)

    def after(self, page_code: str) -> Page | None:
        """Give the page on the path behind this one, which may have gone off it. Raises KeyError for no page at all."""
        here = self.places[page_code]
        return next((step.page for step in self.steps if self.places[step.page.code] > here), None)

    def before(self, page_code: str) -> Page | None:
        """Give the page on the path before this one. Raises KeyError when there is no such page."""
        here = self.places[page_code]
        earlier = [step.page for step in self.steps if self.places[step.page.code] < here]
        return earlier[-1] if earlier else None

    def progress(self, page_code: str) -> tuple[int, int]:
        """Give the place of the page, counted from 1, and the number of pages to expect.

        A page that still may come, because its condition waits for an answer on this page or later, counts as expected:
        the total may shrink on the way and does not grow. Raises KeyError when there is no such page.
        """
        here = self.places[page_code]
        passed = sum(self.places[step.page.code] < here for step in self.steps)
        expected = _expected(self, here)
        return passed + 1, passed + 1 + sum(1 for page in expected if self.places[page.code] > here)


def path_of(questionnaire: Questionnaire, values: Values) -> Path:
    """Walk through the questionnaire once, and give the path of a respondent with these values."""
    walk = Walk.through(questionnaire, values)
    shown = [step for step in walk.steps() if step.is_shown]
    places = _places(questionnaire, values)
    ordered = tuple(sorted(shown, key=lambda step: places[step.page.code]))
    return Path(questionnaire, values, ordered, walk.seen, places)


def steps(questionnaire: Questionnaire, values: Values) -> tuple[Step, ...]:
    """Give the respondent's path: the pages on which anything is shown, in the order of the respondent."""
    return path_of(questionnaire, values).steps


def step_at(questionnaire: Questionnaire, page_code: str, values: Values) -> Step | None:
    """Give the page and what is asked on it, or None when it is not on the path (or unknown)."""
    return path_of(questionnaire, values).step_at(page_code)


def visible_pages(questionnaire: Questionnaire, values: Values) -> tuple[Page, ...]:
    """Give the pages on the path. A page on which nothing is asked is not on it."""
    return tuple(step.page for step in steps(questionnaire, values))


def visible_questions(page: Page, values: Values) -> tuple[Question, ...]:
    """Give what is asked on one page, taking the values of other pages as they are.

    Leftovers from pages that are off the path are believed here; ``step_at`` knows better.
    """
    on_page = {key for question in page.questions for key in question.keys}
    seen = {name: value for name, value in values.items() if name not in on_page}
    return tuple(Walk((page,), values, seen).asked(page))


def believed(questionnaire: Questionnaire, values: Values) -> dict[str, Value]:
    """Give the values without answers to what is not asked, and with what is calculated of the others."""
    return path_of(questionnaire, values).seen


def depends_on_own_page(page: Page, question: Question) -> bool:
    """Tell whether an answer on the same page decides if the question, or an option of it, is shown."""
    own = {key for other in page.questions for key in other.keys}
    rules = (rule_of(condition) for condition in (question.show_if, *question.option_conditions))
    return any(rule is not None and not own.isdisjoint(rule.names) for rule in rules)


def first_page(questionnaire: Questionnaire, values: Values) -> Page | None:
    """Give the page to begin with, or None when nothing at all is asked of this respondent."""
    return path_of(questionnaire, values).first


def next_page(questionnaire: Questionnaire, page_code: str, values: Values) -> Page | None:
    """Give the page on the path after ``page_code``, or None at the end; see ``Path.after``."""
    return path_of(questionnaire, values).after(page_code)


def previous_page(questionnaire: Questionnaire, page_code: str, values: Values) -> Page | None:
    """Give the page on the path before ``page_code``, or None at the start; see ``Path.before``."""
    return path_of(questionnaire, values).before(page_code)


def progress(questionnaire: Questionnaire, page_code: str, values: Values) -> tuple[int, int]:
    """Give the place of the page on the path and the number of pages to expect; see ``Path.progress``."""
    return path_of(questionnaire, values).progress(page_code)


def settle(questionnaire: Questionnaire, answers: Values, attributes: Attributes) -> Answers:
    """Give the answers as they are stored at the end.

    Answers to questions that are off the path are gone, and so are options that are not offered; questions that were
    asked and left are filled in as skipped, what is calculated is worked out, and the keys stand in the order of the
    questionnaire. Settling twice changes nothing more.
    """
    settled: Answers = {}
    walk = Walk.through(questionnaire, values_of(answers, attributes))
    for step in walk.steps():
        for question in step.questions:
            for variable in question.variables:
                value = walk.seen.get(variable.code)
                settled[variable.code] = skipped(variable.kind) if value is None else value
            settled.update(_other_texts(question, walk.seen, answers))
            if question.variants and (key := variant_key(question)) in walk.seen:
                settled[key] = walk.seen[key]
    return settled


def has_answers(questionnaire: Questionnaire, answers: Values) -> bool:
    """Tell whether the respondent has answered anything; what is never shown is not an answer of theirs."""
    shown = (question for question in questionnaire.questions if not question.is_silent)
    return any(is_answered(answers.get(key)) for question in shown for key in question.keys)


def open_questions(
    questionnaire: Questionnaire, answers: Values, attributes: Attributes, requirement: Requirement
) -> tuple[tuple[Page, Question], ...]:
    """List the questions of this requirement that are asked and still lack an answer, each with its page.

    A hard-required "other, namely" without its text lacks an answer too, and a matrix of which one row is open.
    """
    values = values_of(answers, attributes)
    path = path_of(questionnaire, values)
    return tuple(
        (step.page, question)
        for step in path.steps
        for question in step.questions
        if question.requirement is requirement and not question.is_silent and _is_open(question, path.seen, answers)
    )


def _places(questionnaire: Questionnaire, values: Values) -> Mapping[str, int]:
    """Give the place of each page, in the order drawn for the respondent if there is one."""
    drawn = values.get(PAGES)
    if not isinstance(drawn, str):
        return questionnaire.place_of_page
    codes = [code for code in drawn.split() if code in questionnaire.page_by_code]
    return {code: place for place, code in enumerate(dict.fromkeys([*codes, *questionnaire.page_by_code]))}


def _expected(path: Path, here: int) -> Iterator[Page]:
    """Yield the pages from this one on that are on the path or may still come on it.

    What lies before the first of them is decided already, and need not be gone through again.
    """
    pages, places = path.questionnaire.pages, path.places
    first = next(number for number, page in enumerate(pages) if places[page.code] >= here)
    ahead = {key for page in pages[first:] for question in page.questions for key in question.keys}
    walk = Walk(pages[first:], path.values, {name: value for name, value in path.seen.items() if name not in ahead})
    undecided: set[str] = set()
    for page in walk.pages:
        if not _may_hold(page.show_if, walk.seen, undecided):
            continue
        is_expected = False
        for question in page.questions:
            if _may_be_asked(question, walk.seen, undecided):
                is_expected = is_expected or not question.is_silent
                _expect(question, walk, undecided, is_ahead=places[page.code] >= here)
        if is_expected:
            yield page


def _expect(question: Question, walk: Walk, undecided: set[str], *, is_ahead: bool) -> None:
    """Take the answers that are there as given, and what has none yet (or hangs on such a one) as undecided."""
    if question.kind is QuestionKind.CALCULATED:
        formula = formula_of(question.expression)
        if formula and not undecided.isdisjoint(formula.names):
            undecided.add(question.code)
        walk.seen[question.code] = calculated(question, walk.seen)
        return
    keys = _keys_to_expect(question, walk.seen, undecided)
    walk.seen.update({key: walk.values[key] for key in keys if key in walk.values})
    if is_ahead:
        undecided.update(key for key in keys if not is_answered(walk.values.get(key)))


def _keys_to_expect(question: Question, seen: Values, undecided: set[str]) -> list[str]:
    """Give the keys of the answers, of a matrix without the rows that cannot be asked any more."""
    if not question.rows or not question.is_conditional:
        return list(question.keys)
    pairs = zip(question.rows, question.keys, strict=True)
    return [key for row, key in pairs if _may_hold(row.show_if, seen, undecided)]


def _may_be_asked(question: Question, seen: Values, undecided: set[str]) -> bool:
    if not _may_hold(question.show_if, seen, undecided):
        return False
    return not question.is_conditional or all(
        any(_may_hold(option.show_if, seen, undecided) for option in options)
        for options in (question.choices, question.rows)
        if options
    )


def _other_texts(question: Question, seen: Values, answers: Values) -> Answers:
    """The texts of the "other" choices that are chosen; empty where none was typed."""
    value = seen.get(question.code) or ""
    chosen = value if isinstance(value, list) else [value]
    keys = [
        other_key(question.code, choice.code)
        for choice in question.choices
        if choice.is_other and choice.code in chosen
    ]
    return {key: answers.get(key) or "" for key in keys}


def _is_open(question: Question, seen: Values, answers: Values) -> bool:
    if not all(is_answered(seen.get(key)) for key in question.keys):
        return True
    return question.requirement is Requirement.HARD and "" in _other_texts(question, seen, answers).values()


def _may_hold(condition: str, values: Values, undecided: set[str]) -> bool:
    if not undecided:
        return holds(condition, values)
    rule = rule_of(condition)
    return rule is None or possible(rule, values, undecided)
