"""A page of the poll as HTML, from compiled pieces."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import orjson
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from polls.codebook.answers import Answers, Attributes
from polls.codebook.draws import orders, question_order
from polls.codebook.path import Path, Values, path_of, values_of, visible_questions
from polls.codebook.piping import asked_text
from polls.codebook.rule_values import TODAY
from polls.codebook.schema import Page, Question, Questionnaire, in_language
from polls.collection.fields.filling import Posted, as_posted, fill_questions
from polls.collection.fields.offers import QUESTIONS, fill_offers, names_offered
from polls.collection.fields.pages import CompiledPage, compile_page, page_words, render_opening
from polls.collection.fields.personal import fill_personal
from polls.collection.fields.saying import input_id
from polls.collection.forms.posted_page import DOUBTED_FIELD
from polls.collection.models import Upload
from polls.collection.services import load_questionnaire


@dataclass(frozen=True)
class PageView:
    """All that a page shows.

    ``posted`` is what the form holds when that is not simply the stored answers; ``path`` is that of the answers, if it
    is known already. ``errors`` and ``stored`` (what somebody else saved meanwhile) are sentences by question code, and
    so are ``doubts``, of soft checks; ``wrong`` names the form fields that the errors are about. ``files`` is the HTML
    of the files that are there already, by question code. ``sha256`` is empty for a draft's preview, whose HTML cannot
    be kept. ``keep`` names the place in the browser's storage for answers that are not yet saved. ``has_trap``: with
    a field that no person sees. ``linked_until``: the last day on which the answers lead to the respondent.
    """

    questionnaire: Questionnaire
    sha256: str
    page: Page
    language: str
    answers: Answers
    attributes: Attributes
    action: str
    seed: str
    hidden: Mapping[str, str]
    posted: Posted | None = None
    path: Path | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    stored: Mapping[str, str] = field(default_factory=dict)
    doubts: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    keep: str = ""
    has_trap: bool = False
    linked_until: date | None = None
    is_private: bool = False
    scripts: str = ""
    banner: str = ""


@lru_cache(maxsize=512)
def _launched_page(sha256: str, page_code: str, language: str) -> CompiledPage:
    questionnaire = load_questionnaire(sha256)
    return compile_page(questionnaire, questionnaire.page_by_code[page_code], language)


@lru_cache(maxsize=128)
def _launched_opening(sha256: str, language: str, linked_until: date | None) -> str:
    return render_opening(load_questionnaire(sha256), language, linked_until)


def render_page(view: PageView) -> str:
    """Give the whole page as HTML; its language must be active."""
    compiled = _compiled(view)
    path = view.path or path_of(view.questionnaire, values_of(view.answers, view.attributes))
    known = path.known_on(view.page)
    step = path.step_at(view.page.code)
    questions = step.questions if step else visible_questions(view.page, path.values)
    asked = [name for question in questions for name in dict.fromkeys((question.code, *question.keys))]
    posted = as_posted(view.page.questions, view.answers, view.language) if view.posted is None else view.posted
    places = fill_questions(view.page, posted, asked=asked, errors=view.errors, stored=view.stored, wrong=view.wrong)
    for code, message in view.doubts.items():
        places[f"stored:{code}"] = format_html('<p class="note is-warning">{}</p>', message)
        places[f"css:{code}"] = " is-open"
    fill_offers(view.page, questions, places)
    fill_personal(compiled.pipes, view.page, view.questionnaire, known, view.language, places)
    _fill_frame(view, path, places)
    places.update({f"file:{code}": html for code, html in view.files.items()})
    places["notice"] = _notice(view, known)
    hidden = {**view.hidden, "_shown": " ".join(names_offered(questions))}
    if view.doubts:
        hidden[DOUBTED_FIELD] = " ".join(view.doubts)
    places["hidden_fields"] = _hidden_fields(hidden) + (_trap() if view.has_trap else "")
    needed = {name: known[name] for name in (*compiled.names_elsewhere, TODAY) if name in known}
    keep = f' data-keep="{view.keep}"' if view.keep else ""
    manners = ' autocomplete="off"' if view.is_private else ""
    places["known"] = f'{manners}{keep} data-known="{escape(orjson.dumps(needed).decode())}"'
    return compiled.html.fill(places, _orders(view))


def _orders(view: PageView) -> dict[str, list[str]]:
    """Give the orders in which things stand on the page for this respondent."""
    found = orders(view.page.questions, view.seed)
    if view.page.has_random_questions:
        found[QUESTIONS] = question_order(view.page, view.seed)
    return found


def _compiled(view: PageView) -> CompiledPage:
    if view.sha256:
        return _launched_page(view.sha256, view.page.code, view.language)
    return compile_page(view.questionnaire, view.page, view.language)


def _fill_frame(view: PageView, path: Path, places: dict[str, str]) -> None:
    questionnaire, code = view.questionnaire, view.page.code
    position, total = path.progress(code)
    places["progress_text"] = page_words(position, total)
    places["progress_at"], places["progress_of"] = str(position), str(total)
    places["action"] = escape(view.action)
    places["banner"], places["scripts"] = view.banner, view.scripts
    if view.errors:
        places["title"] = _("Error: ")
    first = path.first
    if first is not None and first.code == code:
        places["opening"] = _opening(view)
    else:
        title = escape(in_language(questionnaire.title, view.language))
        places["opening"] = f'<h1 class="visually-hidden">{title}</h1>'
        places["back"] = _back_button(_("Back"))
    places["next"] = _("Next") if path.after(code) else _("Send answers")


def _opening(view: PageView) -> str:
    if view.sha256:
        return _launched_opening(view.sha256, view.language, view.linked_until)
    return render_opening(view.questionnaire, view.language, view.linked_until)


def _back_button(label: str) -> str:
    return f'<button type="submit" class="btn btn-secondary" name="_back" value="1">{escape(label)}</button>'


def _hidden_fields(fields: Mapping[str, str]) -> str:
    return "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in fields.items())


def _trap() -> str:
    """Write the field that only a program fills in; whoever hears it read out is told to leave it empty."""
    label = escape(_("Leave this field empty"))
    return (
        f'<div class="visually-hidden" aria-hidden="true"><label for="id_site">{label}</label>'
        '<input type="text" id="id_site" name="_site" tabindex="-1" autocomplete="off"></div>'
    )


def _notice(view: PageView, values: Values) -> str:
    if view.errors:
        return _error_summary(view, values)
    if not view.notice:
        return ""
    return format_html(
        '<div class="note is-warning" role="alert" tabindex="-1" data-focus><p>{}</p></div>', view.notice
    )


def _error_summary(view: PageView, values: Values) -> str:
    heading = escape(_("Please look at this again"))
    questions = [question for question in view.page.questions if question.code in view.errors]
    items = "".join(_error_link(question, view, values) for question in questions)
    return f'<div class="note is-error" role="alert" tabindex="-1" data-focus><h2>{heading}</h2><ul>{items}</ul></div>'


def _error_link(question: Question, view: PageView, values: Values) -> str:
    text = escape(asked_text(question, view.questionnaire, values, view.language))
    place = input_id(question, _own(question, view.wrong))
    return f'<li><a href="#{place}">{text}</a>: {escape(view.errors[question.code])}</li>'


def _own(question: Question, fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in fields if name == question.code or name.startswith(f"{question.code}."))


def file_in_place(code: str, upload: Upload) -> str:
    """Render a file that was sent, with the field that keeps it and the one that takes it away."""
    return render_to_string("respondent/questions/_file_now.html", {"code": code, "upload": upload})
