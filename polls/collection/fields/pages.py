"""A respondent's page as HTML with places: the whole of it, from doctype to script, rendered once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crispy_forms.utils import render_crispy_form
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from polls.codebook.duration import expected_minutes
from polls.codebook.schema import Channel, Page, QuestionKind, Questionnaire, in_language
from polls.collection.fields.layout import page_form, page_layout
from polls.collection.fields.offers import QUESTIONS
from polls.collection.fields.personal import Marker, Pipes
from polls.collection.fields.places import Compiled, Places
from polls.collection.fields.script_logic import names_elsewhere, page_logic

PAGE_PLACES = (
    "title",
    "banner",
    "progress_text",
    "progress_of",
    "progress_at",
    "opening",
    "notice",
    "action",
    "known",
    "hidden_fields",
    "next",
    "back",
    "scripts",
)
LANGUAGE_NAMES = {"nl": ("Nederlands", "NL"), "en": ("English", "EN")}


@dataclass(frozen=True)
class CompiledPage:
    """A page's HTML with places, and the names that its conditions speak about but that it does not ask itself.

    ``pipes`` are the places in its texts for earlier answers.
    """

    html: Compiled
    names_elsewhere: frozenset[str]
    pipes: Pipes


def compile_page(questionnaire: Questionnaire, page: Page, language: str) -> CompiledPage:
    """Render the page in the language with crispy-forms, with places for all that differs per request."""
    places = Places()
    marker = Marker(places)
    page = marker.page(page)
    with translation.override(language):
        context = {
            "places": {name: places.mark(name) for name in PAGE_PLACES},
            "questions": mark_safe(_questions(page, language, places)),  # noqa: S308  # crispy's own HTML and our mark
            "logic": page_logic(page),
            "has_files": any(question.kind is QuestionKind.FILE for question in page.questions),
            "title": in_language(questionnaire.title, language),
            "page_title": in_language(page.title, language),
            "page_intro": in_language(page.intro, language),
            **language_context(questionnaire.languages, language),
        }
        html = places.compile(render_to_string("respondent/page.html", context))
        return CompiledPage(html, names_elsewhere(page), marker.pipes)


def _questions(page: Page, language: str, places: Places) -> str:
    form, helper = page_form(page, language, places), page_layout(page, language, places)
    return f"{render_crispy_form(form, helper=helper)}{places.thing(QUESTIONS, '')}"


def render_opening(questionnaire: Questionnaire, language: str, linked_until: date | None = None) -> str:
    """Render what stands above the first page: title, introduction, and what happens with the answers.

    ``linked_until`` is the last day on which identified answers lead to an invitation, where there is one.
    """
    context = {
        "title": in_language(questionnaire.title, language),
        "intro": in_language(questionnaire.intro, language),
        "minutes": expected_minutes(questionnaire),
        "privacy": in_language(questionnaire.privacy, language),
        "is_anonymous": questionnaire.is_anonymous,
        "is_by_invitation": questionnaire.channel is Channel.INVITATION,
        "minimum_base": questionnaire.minimum_base,
        "linked_until": linked_until,
    }
    with translation.override(language):
        return render_to_string("respondent/opening.html", context)


def language_context(languages: tuple[str, ...], language: str) -> Mapping[str, object]:
    """Give the templates what the language switch needs."""
    return {"language": language, "languages": [(code, *LANGUAGE_NAMES[code]) for code in languages]}


def page_words(position: int, total: int) -> str:
    return _("Page %(position)s of %(total)s") % {"position": position, "total": total}
