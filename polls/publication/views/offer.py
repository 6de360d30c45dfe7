"""From a publication to its readers: offered, looked at by a second person, approved or sent back, published."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from polls.invitations.forms.mailing import MomentField
from polls.publication.models import Edition, Publication
from polls.publication.services import approving
from polls.publication.services.addresses import address_of
from polls.publication.services.composing import PublicationConflictError, composition_of
from polls.publication.services.making import make_again
from polls.publication.services.obstacles import alarms_of, obstacles_of
from polls.publication.services.standing import is_offered, sent_back
from polls.publication.views.compose import publication_of, words_of
from polls.publication.views.page import NAMES
from polls.questionnaire.models import PollEvent
from polls.results.models import WorkState
from polls.results.services.failures import Failure, failure_of
from polls.results.views.context import about, language_now

STEPS = (
    PollEvent.Action.PROPOSED,
    PollEvent.Action.APPROVED,
    PollEvent.Action.SENT_BACK,
    PollEvent.Action.RESULTS_PUBLISHED,
    PollEvent.Action.RESULTS_EMBARGOED,
    PollEvent.Action.EMBARGO_MOVED,
    PollEvent.Action.EMBARGO_CANCELLED,
    PollEvent.Action.RESULTS_WITHDRAWN,
    PollEvent.Action.FOUR_EYES,
)

REASON = 500
"""How long a reason may be, in characters."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("polls.publish_results", raise_exception=True)
def publication_edition(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """Show how far the next edition is, with all that was published; take the next step."""
    found = publication_of(slug, address)
    if request.method == "POST":
        return _post(request, found)
    return render(request, "staff/publication_edition.html", _page(request, found))


@require_POST
@permission_required("polls.waive_approval", raise_exception=True)
def publication_approval(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """Decide whether a second person approves this publication."""
    found = publication_of(slug, address)
    needed = request.POST.get("needed") == "yes"
    approving.decide_on_approval(found, is_needed=needed, by=request.user, now=timezone.now())
    messages.success(
        request, _("A second person has to approve.") if needed else _("One person is enough; that is recorded.")
    )
    return redirect("polls:publication_edition", slug=slug, address=address)


def _post(request: HttpRequest, found: Publication) -> HttpResponse:
    status, problem = 200, ""
    try:
        told = _act(request, found)
    except approving.SamePersonError:
        status, problem = 403, _("You made the last change, so somebody else has to approve it.")
    except approving.NotApprovedError:
        status, problem = 409, _("Nobody has approved this edition yet.")
    except approving.NotReadyError:
        status, problem = 422, _("Something is missing: see the list, or write the note in each language.")
    except approving.PastError:
        status, problem = 422, _("The end of an embargo has to lie ahead.")
    except ValidationError as error:
        status, problem = 422, " ".join(error.messages)
    except approving.WaitingError:
        status, problem = 409, _("An edition waits for the end of its embargo. Let it appear, or take it back first.")
    except (approving.StaleError, PublicationConflictError, Edition.DoesNotExist):
        status, problem = 409, _("It was changed while you looked at it. Nothing was lost: look at it as it is now.")
    if problem:
        context = _page(request, publication_of(found.poll.slug, found.slug)) | {"problem": problem}
        return render(request, "staff/publication_edition.html", context, status=status)
    if told:
        messages.success(request, told)
    return redirect("polls:publication_edition", slug=found.poll.slug, address=found.slug)


def _act(request: HttpRequest, found: Publication) -> str:
    action, by, now = request.POST.get("action", ""), request.user, timezone.now()
    note = {each: request.POST.get(f"note-{each}", "").strip()[:2000] for each in composition_of(found).languages}
    revision, content_hash = request.POST.get("revision", ""), request.POST.get("hash", "")
    if action == "offer":
        approving.offer(found, revision=int(revision) if revision.isdecimal() else 0, note=note, by=by, now=now)
        return ""
    if action == "withdraw":
        approving.withdraw(found, note, by=by, now=now)
        return _("The publication is withdrawn; its address shows your note.")
    edition = Edition.objects.select_related("publication__poll").filter(publication=found).get(number=_number(request))
    if action == "approve":
        done = approving.approve(edition, content_hash, by=by, now=now)
        return _("Approved: it can be published now.") if done.approved_at == now else _already_approved(done)
    if action == "back":
        approving.send_back(edition, content_hash, _reason(request), by=by, now=now)
        return _("Sent back. Its makers read your reason with the contents.")
    if action == "publish":
        until = _moment(request) if request.POST.get("when") == "embargo" else None
        done = approving.publish(edition, content_hash, by=by, now=now, embargo_until=until)
        return _told(done) if done.published_at == now else _already_published(done)
    if action in ("move", "lift"):
        until = _moment(request) if action == "move" else None
        return _told(approving.move_embargo(edition, until, by=by, now=now))
    if action == "cancel":
        approving.cancel(edition, by=by, now=now)
        return _("Taken back before anybody read it. The contents are still there to be offered again.")
    if action == "again":
        make_again(edition)
    return ""


def _reason(request: HttpRequest) -> str:
    """Read why it is sent back. Raises ValidationError."""
    reason = request.POST.get("reason", "").strip()[:REASON]
    if not reason:
        raise ValidationError(_("Say why you send it back."))
    return reason


def _moment(request: HttpRequest) -> datetime:
    """Read the end of an embargo. Raises ValidationError."""
    moment: datetime = MomentField().clean(request.POST.get("embargo", ""))
    return moment


def _told(edition: Edition) -> str:
    if edition.embargo_until is None or not edition.waits_at(timezone.now()):
        return _("Published. Everybody can read it now.")
    at = date_format(timezone.localtime(edition.embargo_until), "j F Y, H:i")
    return _("Edition %(number)s appears by itself on %(at)s, time in Amsterdam.") % {
        "number": edition.number,
        "at": at,
    }


def _already_approved(edition: Edition) -> str:
    by = edition.approved_by or "–"
    return _("It was approved already, by %(by)s. Nothing was done twice.") % {"by": by}


def _already_published(edition: Edition) -> str:
    by = edition.published_by or "–"
    return _("It was published already, by %(by)s. Nothing was done twice.") % {"by": by}


def _number(request: HttpRequest) -> int:
    number = request.POST.get("number", "")
    return int(number) if number.isdecimal() else 0


def _page(request: HttpRequest, found: Publication) -> dict[str, Any]:
    editions = Edition.objects.filter(publication=found).select_related("approved_by", "published_by", "edited_by")
    rows = list(editions.defer("document", "drawings").order_by("-number"))
    now = timezone.now()
    offered = next((each for each in rows if each.published_at is None), None)
    waiting = next((each for each in rows if each.waits_at(now)), None)
    told = [each for each in rows if each.published_at is not None and each is not waiting]
    language = language_now()
    events = PollEvent.objects.filter(poll=found.poll, action__in=STEPS, detail__publication=found.slug)
    return {
        **about(found.poll, current="publication", now=now),
        "publication": found,
        "address": address_of(found.slug),
        "offered": offered,
        "is_stale": offered is not None and approving.is_stale(offered, found),
        "is_pending": offered is not None and offered.state in (WorkState.QUEUED, WorkState.RUNNING),
        "failure": _failure(offered) if offered is not None and offered.state == WorkState.FAILED else None,
        "is_author": offered is not None and offered.edited_by_id == request.user.pk,
        "is_offered": is_offered(offered, found),
        "sent_back": sent_back(found),
        "reason": request.POST.get("reason", ""),
        "waiting": waiting,
        "embargo": request.POST.get("embargo", ""),
        "published": told,
        "standing": next((each for each in told if not each.withdrawn_at), None),
        "obstacles": [words_of(each, found) for each in obstacles_of(found, told_in=language)],
        "alarms": alarms_of(found, told_in=language),
        "languages": [(each, NAMES.get(each, each)) for each in composition_of(found).languages],
        "events": events.select_related("by"),
    }


def _failure(edition: Edition) -> Failure:
    """Say why an edition could not be made."""
    if edition.error == "withheld":
        return Failure(
            _("With what was published before, these numbers would tell of too few people."),
            _("All results and earlier editions are kept."),
            _("Publish the next results, with more responses, or leave out weights."),
        )
    if edition.error == "incomplete":
        return Failure(
            _("Something was changed or removed meanwhile: a number, a question or an item of the method statement."),
            _("All results and earlier editions are kept."),
            _("Go back to the contents, which say what is missing, and offer it again."),
        )
    return failure_of(edition.error)
