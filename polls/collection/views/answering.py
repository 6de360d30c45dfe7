"""The respondent's way through a poll. A GET changes nothing; only a POST saves or sends."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _

from polls.codebook.answers import Answers, is_answered
from polls.codebook.path import has_answers, open_questions, path_of, previous_page, values_of
from polls.codebook.schema import Page, Requirement, in_language
from polls.collection.fields.saying import answer_in_words
from polls.collection.forms.posted_files import file_questions
from polls.collection.forms.posted_page import PostedPage
from polls.collection.services import (
    Outcome,
    PageConflictError,
    PageSave,
    Participation,
    QuotaFullError,
    RefusedFileError,
    Standing,
    keep_upload,
    load,
    merged,
    new_receipt,
    newcomer,
    save_page,
    submit,
)
from polls.collection.views.entering import held_up
from polls.collection.views.private import respondent_page
from polls.collection.views.rendering import file_in_place
from polls.collection.views.review import show_review
from polls.collection.views.showing import show_page, visited
from polls.collection.views.timing import seconds_on_page
from polls.collection.views.turning_away import leave_full, reason_to_leave, turned_away
from polls.collection.views.visit import ADDRESS_HEADER, REVIEW, REVISION_HEADER, SeeOther, Visit, door_in
from polls.collection.views.wording import failed_errors, required_errors
from polls.invitations.tokens import is_well_formed


@respondent_page("GET", "HEAD")
def start(request: HttpRequest, token: str) -> HttpResponse:
    """The personal link: the page to begin or go on with."""
    return visited(request, load(token), lambda visit: show_page(visit, visit.resume_page()))


@respondent_page("GET", "HEAD", "POST")
def page(request: HttpRequest, token: str, page_code: str) -> HttpResponse:
    """One page of the poll: shown, or saved with the respondent led on."""
    participation = _holder(request, token)
    if request.method != "POST":
        if participation is not None and participation.invitation_id is None:
            return SeeOther(f"/{door_in(request)}")
        return visited(request, participation, lambda visit: _show_named(visit, page_code))
    return visited(request, participation, lambda visit: held_up(visit) or _take(visit, page_code))


@respondent_page("POST")
def autosave(request: HttpRequest, token: str, page_code: str) -> HttpResponse:
    """Save what is on the page while the respondent is still busy with it: 204, or 409 with what is stored."""
    return visited(request, _holder(request, token), lambda visit: held_up(visit) or _autosave(visit, page_code))


@respondent_page("POST")
def take_file(request: HttpRequest, token: str, page_code: str, code: str) -> HttpResponse:
    """Keep a file as soon as it is chosen: 200 with the field that stands for it, or 422 with why not."""
    return visited(request, _holder(request, token), lambda visit: held_up(visit) or _take_file(visit, page_code, code))


@respondent_page("GET", "HEAD", "POST")
def review(request: HttpRequest, token: str) -> HttpResponse:
    """The questions that are still open, before all is sent."""
    if request.method == "POST":
        return visited(request, load(token), _review)
    return visited(request, load(token), lambda visit: show_review(visit, visit.participation.draft.answers))


def _review(visit: Visit) -> HttpResponse:
    """Send after the review, or show the page that is to be answered yet."""
    page = visit.page_on_path(visit.request.POST.get("_to", ""))
    return visit.show(page) if page else _finish(visit, visit.participation.draft.answers, True)


def _holder(request: HttpRequest, token: str) -> Participation | None:
    """Find who holds the token; somebody new names the door that they came in by."""
    participation = load(token)
    if participation is None and is_well_formed(token):
        return newcomer(token, door_in(request))
    return participation


def _show_named(visit: Visit, page_code: str) -> HttpResponse:
    page = visit.page_on_path(page_code)
    return visit.redirect() if page is None else visit.show(page)


def _take(visit: Visit, page_code: str) -> HttpResponse:
    """Save the posted page and lead on: back, into another language, or forward."""
    page = visit.page_on_path(page_code)
    if page is None:
        return visit.redirect()
    posted = visit.read(page)
    try:
        if "_back" in visit.request.POST:
            return _go_back(visit, posted)
        if wish := visit.request.POST.get("_language"):
            return _change_language(visit, posted, wish)
        return _go_on(visit, posted)
    except PageConflictError as conflict:
        return _show_conflict(visit, posted, conflict)


def _go_back(visit: Visit, posted: PostedPage) -> HttpResponse:
    values = values_of(posted.answers, visit.known)
    target = previous_page(visit.questionnaire, posted.page.code, values) or posted.page
    return _save(visit, posted, target).go_to(target)


def _change_language(visit: Visit, posted: PostedPage, wish: str) -> HttpResponse:
    language = wish if wish in visit.questionnaire.languages else visit.language
    saved = _save(replace(visit, language=language), posted, posted.page)
    with translation.override(language):
        return saved.go_to(posted.page)


def _go_on(visit: Visit, posted: PostedPage) -> HttpResponse:
    page = posted.page
    if posted.findings:
        errors = {code: in_language(found.message, visit.language) for code, found in posted.findings.items()}
        return visit.show(page, posted=posted, answers=posted.answers, errors=errors, wrong=posted.wrong, status=422)
    if posted.unseen:
        return _save(visit, posted, page).follow_up(page, posted)
    if posted.doubts:
        return _save(visit, posted, page).doubt(page, posted)
    if leaving := reason_to_leave(visit, posted.answers, page.code):
        return turned_away(visit, posted.answers, leaving)
    path = posted.path or path_of(visit.questionnaire, values_of(posted.answers, visit.known))
    target = path.after(page.code)
    if target is not None:
        return _save(visit, posted, target).go_to(target)
    last = _page_save(visit, posted, page)
    answers = merged(visit.participation, last)
    if _is_complete(visit, answers):
        return _send(visit.with_time(last), answers)
    return _finish(_save(visit, posted, page), answers, False)


def _finish(visit: Visit, answers: Answers, is_confirmed: bool) -> HttpResponse:
    """End of the path: send, or show first what is still open."""
    hard = open_questions(visit.questionnaire, answers, visit.known, Requirement.HARD)
    if hard:
        return visit.show(hard[0][0], errors=required_errors(hard), status=422)
    if failed := failed_errors(visit.questionnaire, values_of(answers, visit.known), visit.language):
        return visit.show(failed[0], errors=failed[1], status=422)
    if is_confirmed and has_answers(visit.questionnaire, answers):
        return _send(visit, answers)
    return show_review(visit, answers) if visit.is_direct or is_confirmed else visit.redirect(REVIEW)


def _is_complete(visit: Visit, answers: Answers) -> bool:
    attributes = visit.known
    is_open = any(
        open_questions(visit.questionnaire, answers, attributes, requirement)
        for requirement in (Requirement.HARD, Requirement.SOFT)
    )
    is_wrong = failed_errors(visit.questionnaire, values_of(answers, attributes), visit.language) is not None
    return not is_open and not is_wrong and has_answers(visit.questionnaire, answers)


def _send(visit: Visit, answers: Answers) -> HttpResponse:
    receipt = new_receipt()
    if leaving := reason_to_leave(visit, answers):
        return turned_away(visit, answers, leaving)
    try:
        outcome = submit(visit.participation, answers, language=visit.language, now=visit.now, receipt=receipt)
    except QuotaFullError:
        return _send(visit, answers)  # filled meanwhile: now there is a reason to leave
    if outcome is Outcome.TOO_LATE:
        return visit.end(Standing.CLOSED)
    if outcome is Outcome.LINK_FULL:
        return leave_full(visit)
    return visit.thank(receipt if outcome is Outcome.RECEIVED else "")


def _save(visit: Visit, posted: PostedPage, go_on: Page, *, is_left: bool = True) -> Visit:
    saved = save_page(visit.participation, _page_save(visit, posted, go_on, is_left=is_left), now=visit.now)
    return replace(visit, participation=saved)


def _page_save(visit: Visit, posted: PostedPage, go_on: Page, *, is_left: bool = True) -> PageSave:
    return PageSave(
        seconds=seconds_on_page(visit.request, visit.now) if is_left else None,
        page=posted.page,
        values=posted.values,
        based_on=visit.posted_revision,
        go_on=go_on.code,
        language=visit.language,
    )


def _show_conflict(visit: Visit, posted: PostedPage, conflict: PageConflictError) -> HttpResponse:
    """Keep what was typed, show what is stored, and let the respondent choose by posting again."""
    current = replace(visit, participation=conflict.participation)
    stored = conflict.participation.draft.answers
    sentences = {
        question.code: answer_in_words(question, stored, visit.language)
        for question in conflict.questions
        if any(is_answered(stored.get(key)) for key in question.keys)
    }
    notice = _(
        "This page was also saved in another tab or on another device. Below you see what was saved there. "
        "Choose the answers that should count and go on."
    )
    return current.show(posted.page, posted=posted, answers=posted.answers, stored=sentences, notice=notice, status=409)


def _take_file(visit: Visit, page_code: str, code: str) -> HttpResponse:
    page = visit.page_on_path(page_code)
    question = next((found for found in file_questions(page) if found.code == code), None) if page else None
    file = visit.request.FILES.get(code)
    if question is None or file is None:
        return JsonResponse({"reason": "page"}, status=409)
    try:
        upload = keep_upload(visit.participation, question, file, now=visit.now)
    except RefusedFileError as refusal:
        return JsonResponse({"message": in_language(refusal.finding.message, visit.language)}, status=422)
    return JsonResponse({"html": file_in_place(code, upload)})


def _autosave(visit: Visit, page_code: str) -> HttpResponse:
    page = visit.page_on_path(page_code)
    if page is None:
        return JsonResponse({"reason": "page"}, status=409)
    try:
        saved = _save(visit, visit.read(page), page, is_left=False)
    except PageConflictError as conflict:
        answers = conflict.participation.draft.answers
        on_page = {key: answers.get(key) for question in page.questions for key in question.keys}
        return JsonResponse({"revision": conflict.participation.revision, "answers": on_page}, status=409)
    headers = {REVISION_HEADER: str(saved.participation.revision), ADDRESS_HEADER: saved.address(page.code)}
    return HttpResponse(status=204, headers=headers)
