"""One request of one respondent: who, in which language, and how the answer goes back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token

from polls.codebook.answers import Answers
from polls.codebook.path import Path, path_of, values_of
from polls.codebook.schema import Page, Questionnaire, in_language
from polls.collection.forms.hidden_values import fields_of_link, given_by, values_of_link
from polls.collection.forms.posted_files import file_questions, read_files
from polls.collection.forms.posted_page import PostedPage, read_page
from polls.collection.services import PageSave, Participation, Standing, uploads_of
from polls.collection.services.admission import entry_for, is_entry
from polls.collection.services.doors import place_of
from polls.collection.services.page_saving import with_time
from polls.collection.views.ends import end_page
from polls.collection.views.framing import Frame, frame_of, let_frame
from polls.collection.views.rendering import PageView, file_in_place, render_page
from polls.collection.views.timing import SINCE_FIELD, posted_since
from polls.collection.views.wording import doubt_notice, follow_up_notice
from polls.invitations.tokens import hash_token

REVIEW = "check-answers"
"""The review page's place in the address. Page codes have no hyphen, so that none can be called this."""

ADDRESS_HEADER = "X-Page-Address"
REVISION_HEADER = "X-Draft-Revision"
ENTRY_FIELD = "_entry"
DOOR = "door"
"""The parameter by which a newcomer's page says by which link they came in, as its place in an address."""

RECEIPT_COOKIE = "receipt"
RECEIPT_SECONDS = 600
"""How long a reload of the thank-you page still shows the receipt on the device that sent the answers."""


def door_in(request: HttpRequest) -> str:
    """Give the place of the link that a newcomer came in by."""
    return request.GET.get(DOOR, "").lstrip("/")


class SeeOther(HttpResponseRedirect):
    """Redirect after a post, so that Back and Reload never send answers again."""

    status_code = 303


@dataclass(frozen=True)
class Visit:
    """A request with the respondent that it comes from, in the language that is shown, at one moment."""

    request: HttpRequest
    participation: Participation
    language: str
    now: datetime

    @property
    def questionnaire(self) -> Questionnaire:
        return self.participation.questionnaire

    @property
    def is_fetch(self) -> bool:
        """Whether our own script asks, which takes the next page as the answer itself."""
        return self.request.headers.get("X-Requested-With") == "fetch"

    @property
    def known(self) -> dict[str, str]:
        """What is known of the respondent before the first question."""
        return {**self.participation.known_at(self.now), **{code: str(text) for code, text in self.of_link.items()}}

    @property
    def of_link(self) -> Answers:
        """What the link says of hidden variables, until it is stored."""
        if not self.questionnaire.variables_of_link:
            return {}
        return values_of_link(self.participation, given_by(self.request.GET.dict(), self.request.POST.dict()))

    @property
    def values(self) -> dict[str, str | list[str]]:
        return values_of(self.participation.draft.answers, self.known)

    @cached_property
    def path(self) -> Path:
        """The path with the answers as they are stored; gone through once for all that asks after it."""
        return path_of(self.questionnaire, self.values)

    @property
    def posted_revision(self) -> int:
        """The draft's revision when the respondent got the page that is now posted."""
        text = self.request.POST.get("_revision", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @property
    def door(self) -> str:
        """The place of the link that a newcomer came in by; empty for whoever has begun."""
        participation = self.participation
        if participation.invitation_id is not None or participation.door is None:
            return ""
        return place_of(participation.door, slug=participation.poll.slug, poll_id=participation.poll.pk)

    @property
    def is_on_kiosk(self) -> bool:
        return self.participation.door is not None and self.participation.door.is_kiosk

    @property
    def is_direct(self) -> bool:
        """Whether the next page is the answer itself: for our script, and on a kiosk, where no address may stay."""
        return self.is_fetch or self.is_on_kiosk

    @property
    def is_cookieless(self) -> bool:
        """Whether nothing is to be left in the browser: on a kiosk, and in a frame on another website."""
        door = self.participation.door
        return door is not None and (door.is_kiosk or door.is_embedded)

    @cached_property
    def home(self) -> str:
        """The page of the kiosk to which everything leads back."""
        participation = self.participation
        if participation.door is None or not participation.door.is_kiosk:
            return ""
        return f"/{place_of(participation.door, slug=participation.poll.slug, poll_id=participation.poll.pk)}"

    @cached_property
    def frame(self) -> Frame:
        """What the link that the respondent came in by adds to each page."""
        return frame_of(self.participation, home=self.home)

    def dressed(self, response: HttpResponse) -> HttpResponse:
        """Let the sites that a link names show the page in a frame; all other pages stand alone."""
        door = self.participation.door
        return response if door is None or not door.is_embedded else let_frame(response, tuple(door.origins))

    def headed(self, response: HttpResponse, address: str) -> HttpResponse:
        """Tell our script the address to show; on a kiosk it is always the same, and opens nobody's answers."""
        if self.is_fetch:
            response[ADDRESS_HEADER] = f"{self.home}begin/" if self.is_on_kiosk else address
        return response

    def address(self, place: str = "") -> str:
        """Give the address of a page (or of the review) behind the respondent's own link."""
        base = f"/i/{self.participation.token}/"
        return f"{base}{place}/" if place else base

    def read(self, page: Page) -> PostedPage:
        posted: Mapping[str, Sequence[str]] = dict(self.request.POST.lists())
        sent = read_files(self.participation, page, posted, self.request.FILES, now=self.now)
        of_link = self.of_link
        read = read_page(
            self.questionnaire,
            page,
            sent.posted,
            answers={**self.participation.draft.answers, **of_link},
            attributes=self.known,
            language=self.language,
        )
        return replace(read, values={**of_link, **read.values}, findings={**read.findings, **sent.findings})

    def page_on_path(self, page_code: str) -> Page | None:
        """Give the page with the code, if it is asked of this respondent."""
        step = self.path.step_at(page_code)
        return step.page if step else None

    def resume_page(self) -> Page | None:
        """Give the page to go on with: where the respondent left, else the first."""
        return self.page_on_path(self.participation.draft.page) or self.path.first

    def end(self, standing: Standing, *, receipt: str = "") -> HttpResponse:
        """Show that there is nothing to answer (any more); whoever has just sent gets to see the receipt."""
        if standing is Standing.ANSWERED:
            receipt = receipt or self.request.COOKIES.get(RECEIPT_COOKIE, "")
        ended = end_page(self.participation, standing, language=self.language, receipt=receipt, frame=self.frame)
        return self.headed(ended, self.address())

    def thank(self, receipt: str) -> HttpResponse:
        """Thank whoever has sent, with the receipt: on this page or, after a redirect, for a while on the next.

        The receipt is in a cookie of this device alone. The link itself must never show it again: in somebody else's
        mailbox it would open an anonymous respondent's answers.
        """
        response = (
            self.end(Standing.ANSWERED, receipt=receipt)
            if self.is_fetch or self.is_cookieless
            else SeeOther(self.address() + self._in_language())
        )
        if receipt and not self.is_cookieless:
            response.set_cookie(
                RECEIPT_COOKIE,
                receipt,
                max_age=RECEIPT_SECONDS,
                path=self.address(),
                secure=self.request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
        return response

    def _in_language(self) -> str:
        """Name the language in an address: once all is sent, the link knows only the one of the invitation."""
        return f"?{urlencode({'lang': self.language})}" if len(self.questionnaire.languages) > 1 else ""

    def with_time(self, save: PageSave) -> "Visit":
        """Give the visit with the time on the last page, which is sent and not saved any more."""
        participation = self.participation
        draft = replace(participation.draft, seconds=with_time(participation.draft.seconds, save))
        return replace(self, participation=replace(participation, draft=draft))

    def redirect(self, place: str = "") -> HttpResponse:
        return SeeOther(self.address(place))

    def show(
        self,
        page: Page,
        *,
        posted: PostedPage | None = None,
        answers: Answers | None = None,
        errors: Mapping[str, str] | None = None,
        wrong: tuple[str, ...] = (),
        stored: Mapping[str, str] | None = None,
        doubts: Mapping[str, str] | None = None,
        notice: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """Render a page of the poll; ``posted`` keeps what was typed."""
        participation = self.participation
        view = PageView(
            questionnaire=self.questionnaire,
            sha256=participation.version.sha256,
            page=page,
            language=self.language,
            answers=participation.draft.answers if answers is None else answers,
            attributes=self.known,
            seed=participation.seed,
            path=self.path if answers is None else None,
            action=self._action(page),
            hidden=self._hidden(since=posted_since(self.request) if errors else None),
            files=self._files(page, posted),
            posted=posted.posted if posted else None,
            errors=errors or {},
            wrong=wrong,
            stored=stored or {},
            doubts=doubts or {},
            notice=notice,
            keep="" if self.is_on_kiosk else hash_token(participation.token)[:20],
            has_trap=participation.invitation_id is None,
            linked_until=participation.poll.linked_until if participation.poll.leads_to_people else None,
            is_private=self.is_on_kiosk,
            scripts=self.frame.scripts,
            banner=self.frame.banner,
        )
        return self.headed(HttpResponse(render_page(view), status=status), self._action(page))

    def go_to(self, page: Page) -> HttpResponse:
        """Lead on to a page: as the answer itself when our script asked, else by a redirect."""
        return self.show(page) if self.is_direct else self.redirect(page.code)

    def follow_up(self, page: Page, posted: PostedPage) -> HttpResponse:
        """Show the page once more, since an answer on it has brought another question."""
        return self.show(page, posted=posted, answers=posted.answers, notice=follow_up_notice())

    def doubt(self, page: Page, posted: PostedPage) -> HttpResponse:
        """Show the page once more with what a soft check has to say; sending it again passes."""
        doubts = {code: in_language(message, self.language) for code, message in posted.doubts.items()}
        return self.show(page, posted=posted, answers=posted.answers, doubts=doubts, notice=doubt_notice())

    def _action(self, page: Page) -> str:
        address = self.address(page.code)
        return f"{address}?{urlencode({DOOR: self.door})}" if self.door else address

    def _hidden(self, since: int | None) -> dict[str, str]:
        secret = {} if self.is_cookieless else {"csrfmiddlewaretoken": get_token(self.request)}
        return {
            **secret,
            SINCE_FIELD: str(since or int(self.now.timestamp())),
            "_revision": str(self.participation.revision),
            "_lang": self.language,
            **self._entry(),
            **fields_of_link(self.questionnaire, self.of_link),
        }

    def _entry(self) -> dict[str, str]:
        """The ticket of a newcomer: the one that came along, as long as it is good."""
        participation = self.participation
        if participation.invitation_id is not None:
            return {}
        given = self.request.POST.get(ENTRY_FIELD, "")
        is_good = is_entry(participation, given, now=self.now)
        return {ENTRY_FIELD: given if is_good else entry_for(participation, now=self.now)}

    def _files(self, page: Page, posted: PostedPage | None) -> dict[str, str]:
        """The files that are there already, as HTML by question code."""
        answers = {**self.participation.draft.answers, **(posted.values if posted else {})}
        ids = {question.code: str(answers.get(question.code) or "") for question in file_questions(page)}
        found = uploads_of(self.participation.invitation_id, [upload_id for upload_id in ids.values() if upload_id])
        return {code: file_in_place(code, found[upload_id]) for code, upload_id in ids.items() if upload_id in found}
