"""A finished run as its files show it."""

from dataclasses import replace

from polls.reporting.edition import Edition, Picture, build_edition, picture_of
from polls.reporting.press.document import PressText
from polls.results.models import Run
from polls.results.services.imprint import imprint_of
from polls.results.services.method_statement import statement_in
from polls.results.services.press import bind, draft_of, report_in, suggested


def edition_of(run: Run, language: str) -> Edition:
    """Give the edition of a finished run in one language, with what is stated of its method."""
    stated = statement_in(run.poll, run, language)
    pairs = tuple((each.label, each.text) for each in stated if not each.is_missing)
    return build_edition(report_in(run, language), replace(imprint_of(run, language), statement=pairs))


def chart_of(run: Run, language: str, *, question: str, variable: str | None) -> Picture | None:
    """Give one chart of a finished run; None where there is nothing to draw. Raises KeyError."""
    return picture_of(report_in(run, language), imprint_of(run, language), question, variable)


def press_text_of(run: Run, language: str) -> PressText:
    """Give the text for the press with the numbers of a finished run: what its writers made of it, if they began one.

    Theirs is about everyone: of a run of one segment, with weights or without some, the text is the suggested one.
    """
    is_about_everyone = not any(run.recipe.get(name) for name in ("filter", "weights", "without"))
    draft = draft_of(run.poll, language) if is_about_everyone else None
    return bind(draft.source if draft else suggested(run, language), run, language).text
