"""The editor's preview: the respondent's own pages from the design as it stands, storing nothing.

What was answered on the way travels in the form itself, signed.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib.auth.decorators import permission_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from polls.codebook.answers import Answers, hidden_values
from polls.codebook.draws import SEED_BYTES, drawn
from polls.codebook.leaving import screened_out
from polls.codebook.path import first_page, open_questions, path_of, previous_page, step_at, values_of
from polls.codebook.rule_values import TODAY
from polls.codebook.schema import Page, Questionnaire, Requirement, Source, in_language
from polls.collection.fields.pages import LANGUAGE_NAMES
from polls.collection.forms.posted_page import PostedPage, read_page
from polls.collection.services import Standing
from polls.collection.views.ends import render_end
from polls.collection.views.rendering import PageView, render_page
from polls.collection.views.review import review_context
from polls.collection.views.turning_away import render_turned_away
from polls.collection.views.wording import doubt_notice, failed_errors, follow_up_notice, required_errors
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Poll

SALT = "polls.preview"
STATE_FIELD = "_state"
REVIEW = "check-answers"


@permission_required("polls.change_poll", raise_exception=True)
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the poll phone-wide and desktop-wide, from a chosen page, as somebody with chosen attributes."""
    poll = get_object_or_404(Poll, slug=slug)
    questionnaire = to_questionnaire(poll)
    language = _language(questionnaire, request.GET.get("lang", ""))
    chosen = {name: request.GET.get(name, "") for name in questionnaire.attributes}
    query = urlencode({"lang": language, **{name: value for name, value in chosen.items() if value}})
    page = request.GET.get("page", "")
    context = {
        "poll": poll,
        "section": "polls",
        "page": page,
        "pages": [(page.code, in_language(page.title, language) or page.code) for page in questionnaire.pages],
        "language": language,
        "languages": [(code, LANGUAGE_NAMES[code][0]) for code in questionnaire.languages],
        "attributes": list(_attribute_choices(questionnaire, chosen, language)),
        "inner_address": f"{_address(slug, page if page in questionnaire.page_by_code else '')}?{query}",
    }
    return render(request, "staff/preview.html", context)


@permission_required("polls.change_poll", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # its types know of no view with arguments
def walk(request: HttpRequest, slug: str, page_code: str = "") -> HttpResponse:
    """One page of the preview, as a respondent gets it."""
    poll = get_object_or_404(Poll, slug=slug)
    questionnaire = to_questionnaire(poll)
    language = _language(questionnaire, request.POST.get("_lang") or request.GET.get("lang", ""))
    linked_until = poll.link_end_at(timezone.now()) if poll.leads_to_people else None
    walker = Walk(request, questionnaire, language, linked_until=linked_until, **_state(request, questionnaire))
    with translation.override(language):
        if request.method != "POST":
            return walker.show(walker.page(page_code) or first_page(questionnaire, walker.values))
        if page_code == REVIEW:
            return walker.finish(is_confirmed="_send" in request.POST)
        page = walker.page(page_code)
        return walker.restart() if page is None else walker.take(page)


@dataclass(frozen=True)
class Walk:
    """A walk through the design: the answers so far, and whom the editor pretends to be."""

    request: HttpRequest
    questionnaire: Questionnaire
    language: str
    answers: Answers
    attributes: Mapping[str, str]
    seed: str
    linked_until: date | None

    @property
    def values(self) -> dict[str, str | list[str]]:
        return values_of(self.answers, self.known)

    @property
    def known(self) -> dict[str, str]:
        """What is known before the first question."""
        today = timezone.localdate().isoformat()
        hidden = hidden_values(self.questionnaire.variables_of_contact, self.attributes)
        return {**self.attributes, **hidden, TODAY: today, **drawn(self.questionnaire, self.seed)}

    def page(self, page_code: str) -> Page | None:
        step = step_at(self.questionnaire, page_code, self.values)
        return step.page if step else self.questionnaire.page_by_code.get(page_code)

    def address(self, page_code: str = "") -> str:
        return _address(self.questionnaire.slug, page_code)

    def restart(self) -> HttpResponse:
        return HttpResponseRedirect(f"{self.address()}?{urlencode({'lang': self.language, **self.attributes})}")

    def take(self, page: Page) -> HttpResponse:
        """Check what was posted and lead on, as for a respondent."""
        posted = read_page(
            self.questionnaire,
            page,
            dict(self.request.POST.lists()),
            answers=self.answers,
            attributes=self.known,
            language=self.language,
        )
        onward = replace(self, answers=posted.answers)
        if "_back" in self.request.POST:
            return onward.show(previous_page(self.questionnaire, page.code, onward.values) or page)
        if wish := self.request.POST.get("_language"):
            language = _language(self.questionnaire, wish)
            with translation.override(language):
                return replace(onward, language=language).show(page)
        return onward.go_on(posted)

    def go_on(self, posted: PostedPage) -> HttpResponse:
        if posted.findings:
            errors = {code: in_language(found.message, self.language) for code, found in posted.findings.items()}
            return self.show(posted.page, posted=posted, errors=errors, wrong=posted.wrong)
        if posted.unseen:
            return self.show(posted.page, posted=posted, notice=follow_up_notice())
        if posted.doubts:
            doubts = {code: in_language(message, self.language) for code, message in posted.doubts.items()}
            return self.show(posted.page, posted=posted, doubts=doubts, notice=doubt_notice())
        path = path_of(self.questionnaire, self.values)
        if leaving := screened_out(path, posted.page.code):
            return HttpResponse(
                render_turned_away(self.questionnaire, leaving, language=self.language, banner=_banner())
            )
        target = path.after(posted.page.code)
        return self.show(target) if target else self.finish(is_confirmed=False)

    def finish(self, *, is_confirmed: bool) -> HttpResponse:
        hard = open_questions(self.questionnaire, self.answers, self.known, Requirement.HARD)
        if hard:
            return self.show(hard[0][0], errors=required_errors(hard))
        if failed := failed_errors(self.questionnaire, self.values, self.language):
            return self.show(failed[0], errors=failed[1])
        soft = open_questions(self.questionnaire, self.answers, self.known, Requirement.SOFT)
        if is_confirmed or not soft:
            html = render_end(self.questionnaire, Standing.ANSWERED, language=self.language, banner=_banner())
            return HttpResponse(html)
        context = review_context(self.questionnaire, self.answers, self.known, self.language, self.address)
        state = {"action": self.address(REVIEW), "csrf": get_token(self.request), "state": self._signed()}
        return render(self.request, "respondent/review.html", {**context, **state, "banner": _banner()})

    def show(
        self,
        page: Page | None,
        *,
        posted: PostedPage | None = None,
        errors: Mapping[str, str] | None = None,
        wrong: tuple[str, ...] = (),
        doubts: Mapping[str, str] | None = None,
        notice: str = "",
    ) -> HttpResponse:
        if page is None:
            return render(self.request, "staff/preview_empty.html")
        view = PageView(
            questionnaire=self.questionnaire,
            sha256="",
            page=page,
            language=self.language,
            answers=self.answers,
            attributes=self.known,
            action=self.address(page.code),
            seed=self.seed,
            hidden={
                "csrfmiddlewaretoken": get_token(self.request),
                "_lang": self.language,
                STATE_FIELD: self._signed(),
            },
            posted=posted.posted if posted else None,
            errors=errors or {},
            wrong=wrong,
            doubts=doubts or {},
            notice=notice,
            linked_until=self.linked_until,
            banner=_banner(),
        )
        return HttpResponse(render_page(view), status=422 if errors else 200)

    def _signed(self) -> str:
        state = {"answers": self.answers, "attributes": dict(self.attributes), "seed": self.seed}
        return signing.dumps(state, salt=SALT, compress=True)


def _state(request: HttpRequest, questionnaire: Questionnaire) -> dict[str, Any]:
    """Read the answers so far, the attributes and the seed; what was not signed by us counts as a new walk."""
    chosen = {name: request.GET[name] for name in questionnaire.attributes if request.GET.get(name)}
    try:
        state: dict[str, Any] = signing.loads(request.POST.get(STATE_FIELD, ""), salt=SALT, max_age=24 * 60 * 60)
    except signing.BadSignature:
        return {"answers": {}, "attributes": chosen, "seed": secrets.token_hex(SEED_BYTES)}
    return state


def _attribute_choices(
    questionnaire: Questionnaire, chosen: Mapping[str, str], language: str
) -> list[dict[str, object]]:
    return [
        {
            "name": variable.source,
            "label": in_language(variable.label, language),
            "options": [
                (value, in_language(segment.label, language))
                for segment in variable.segments
                for value in segment.values
            ],
            "chosen": chosen.get(variable.source, ""),
        }
        for variable in questionnaire.segment_variables
        if variable.source_kind is Source.CONTACT
    ]


def _address(slug: str, page_code: str = "") -> str:
    if page_code:
        return reverse("polls:preview_page", args=[slug, page_code])
    return reverse("polls:preview_start", args=[slug])


def _language(questionnaire: Questionnaire, wish: str) -> str:
    return wish if wish in questionnaire.languages else questionnaire.languages[0]


def _banner() -> str:
    return render_to_string("respondent/preview_banner.html")
