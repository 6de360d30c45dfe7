"""The first composition of a publication: what stands out in a run, with sentences in which numbers are bound."""

import re
from collections.abc import Mapping, Sequence

from polls.questionnaire.models import Poll
from polls.reporting.document import Report
from polls.reporting.press.compose import compose_about, compose_lead, compose_title
from polls.reporting.press.facts import facts_of
from polls.reporting.press.markup import refreshed
from polls.reporting.published.composition import Composition, Entry
from polls.results.models import Run
from polls.results.services.press import LANGUAGES, draft_of, report_in

MOST_ENTRIES = 5


def languages_of(run: Run) -> tuple[str, ...]:
    """Give the languages of the poll in which there can be a publication."""
    return tuple(each for each in run.questionnaire.languages if each in LANGUAGES)


def suggested(poll: Poll, run: Run) -> Composition:
    """Compose a publication from a finished run: the questions of its findings, or the first ones where there are none.

    Headline and lead are those of the press text, where somebody began one.
    """
    languages = languages_of(run)
    reports = {language: report_in(run, language) for language in languages}
    begun = {language: _headline_and_lead(poll, run, reports[language]) for language in languages}
    return Composition(
        languages,
        {language: title for language, (title, _lead) in begun.items()},
        {language: lead for language, (_title, lead) in begun.items()},
        tuple(new_entry(run, reports, *place) for place in _places(reports[languages[0]])),
    )


def new_entry(run: Run, reports: Mapping[str, Report], question: str, variable: str | None) -> Entry:
    """Give an entry on a question with the text that the run suggests. Raises KeyError for an unknown question."""
    titles, texts = {}, {}
    for language, report in reports.items():
        group = report.group(question)
        if group is None:
            raise KeyError(question)
        known = run.questionnaire
        titles[language] = compose_title(known, report, question) if group.is_single else group.text
        texts[language] = compose_about(known, report, question) if group.is_single else ""
    return Entry(question, variable, titles, texts)


def rebound(composition: Composition, run: Run) -> Composition:
    """Write the numbers before the bars as another run has them."""
    facts = {language: facts_of(report_in(run, language)) for language in composition.languages}

    def renewed(texts: Mapping[str, str]) -> dict[str, str]:
        return {code: refreshed(text, facts[code]) if code in facts else text for code, text in texts.items()}

    entries = tuple(
        Entry(each.question, each.variable, renewed(each.title), renewed(each.text), each.has_chart, each.has_table)
        for each in composition.entries
    )
    return Composition(composition.languages, renewed(composition.title), renewed(composition.lead), entries)


def _headline_and_lead(poll: Poll, run: Run, report: Report) -> tuple[str, str]:
    draft = draft_of(poll, report.language)
    if draft is None:
        return report.title, compose_lead(run.questionnaire, report)
    source = refreshed(draft.source, facts_of(report))
    blocks = [block.strip() for block in re.split(r"\n\s*\n", source.replace("\r\n", "\n")) if block.strip()]
    headline = next((block.removeprefix("# ") for block in blocks if block.startswith("# ")), report.title)
    lead = next((block for block in blocks if not block.startswith("#")), "")
    return headline.split("\n")[0], lead


def _places(report: Report) -> Sequence[tuple[str, str | None]]:
    """Name the questions to begin with, each once, and by which division."""
    group_of = {member.code: group for group in report.groups for member in group.members}
    found: dict[str, str | None] = {}
    for finding in report.overview.findings:
        group = group_of[finding.question]
        found.setdefault(group.code, finding.claim.variable if group.is_single else None)
    for group in report.groups:
        if group.members and any(member.total.rows or member.total.means for member in group.members):
            found.setdefault(group.code, None)
    return list(found.items())[:MOST_ENTRIES]
