"""The page on which staff makes links into a poll, sees what came by each, and takes them along on paper."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from polls.codebook.schema import in_language
from polls.collection.forms.links import FORMS
from polls.collection.models import Link
from polls.collection.services.channels import Channel, address_of, load_channels
from polls.collection.services.counts import ROUNDING, is_rounding
from polls.collection.services.links import main_link, make_link, renew_link, set_paused, withdraw_link
from polls.collection.services.posters import print_poster, qr_png, qr_svg
from polls.questionnaire.models import Poll

KINDS = {
    Link.Kind.OPEN: gettext_lazy("A link of its own for a newsletter, a poster or a partner: you see what came by it."),
    Link.Kind.EMBED: gettext_lazy("The poll in a frame on a page of a website that you name."),
    Link.Kind.KIOSK: gettext_lazy("For a tablet at a stand or in a waiting room: after each person it begins anew."),
    Link.Kind.ORGANISATION: gettext_lazy("For one organisation to pass on to its people, with a maximum."),
}
FRAME_HEIGHT = 720
FILE_TYPES = {
    "qr.svg": "image/svg+xml",
    "qr.png": "image/png",
    "poster.pdf": "application/pdf",
}


@require_safe
@permission_required("polls.invite_poll", raise_exception=True)
def channels(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all links with their counts."""
    poll = get_object_or_404(Poll, slug=slug)
    context = {**_about(poll), "kinds": [(kind, kind.label, why) for kind, why in KINDS.items()]}
    version = poll.latest_version
    if version is not None and poll.channel == Poll.Channel.OPEN:
        main, *others = load_channels(poll, now=timezone.now())
        context |= {"main": main, "others": others, "languages": version.questionnaire.languages}
        context |= {"is_rounded": is_rounding(poll), "rounding": ROUNDING}
        context["waves"] = [channel for channel in (main, *others) if channel.wave and channel.wave.asked]
    return render(request, "staff/channels.html", context)


@permission_required("polls.invite_poll", raise_exception=True)
def channel_add(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Ask what a link of the kind needs, and make it."""
    poll = _open_poll(slug)
    if kind not in Link.Kind.values:
        raise Http404
    chosen = Link.Kind(kind)
    form = FORMS[chosen](request.POST or None)
    if request.method == "POST" and form.is_valid():
        link = make_link(poll, chosen, name=form.link_name, by=request.user, now=timezone.now(), plan=form.plan)
        messages.success(request, _("The link “%(name)s” is ready.") % {"name": link.name})
        return redirect("polls:channel", slug=poll.slug, pk=link.pk)
    context = {**_about(poll), "form": form, "kind": chosen.label, "why": KINDS[chosen]}
    return render(request, "staff/channel_form.html", context)


@require_safe
@permission_required("polls.invite_poll", raise_exception=True)
def channel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show one link: its address to copy, its code and poster, and what can be done with it."""
    poll = _open_poll(slug)
    found = _channel(poll, pk)
    version = poll.latest_version
    context = {**_about(poll), "channel": found, "languages": version.questionnaire.languages if version else ()}
    context |= {"is_rounded": is_rounding(poll), "rounding": ROUNDING}
    if found.kind is Link.Kind.EMBED:
        context["snippet"] = _snippet(poll, found)
        context["listener"] = _listener(found)
    return render(request, "staff/channel.html", context)


@require_POST
@permission_required("polls.invite_poll", raise_exception=True)
def channel_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Pause a link, open it again, withdraw it or give it a new address."""
    poll = _open_poll(slug)
    now = timezone.now()
    link = get_object_or_404(Link, poll=poll, pk=pk) if pk else main_link(poll, now=now)
    wish = request.POST.get("wish", "")
    if wish in ("pause", "open"):
        set_paused(link, wish == "pause", by=request.user, now=now)
        messages.success(request, _("Nobody new gets in now.") if wish == "pause" else _("The link is open again."))
    elif wish == "withdraw" and pk:
        withdraw_link(link, by=request.user, now=now)
        messages.success(request, _("The link has ended."))
    elif wish == "renew" and pk and link.kind in (Link.Kind.KIOSK, Link.Kind.ORGANISATION):
        renew_link(link, by=request.user, now=now)
        messages.success(request, _("The link has a new address; the old one has ended."))
    return redirect("polls:channel", slug=poll.slug, pk=pk)


@require_safe
@permission_required("polls.invite_poll", raise_exception=True)
def channel_file(request: HttpRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Give the QR code or the poster of a link."""
    poll = _open_poll(slug)
    version = poll.latest_version
    if name not in FILE_TYPES or version is None:
        raise Http404
    link = get_object_or_404(Link, poll=poll, pk=pk) if pk else None
    address = address_of(poll, link)
    if name == "poster.pdf":
        languages = version.questionnaire.languages
        asked = request.GET.get("language", "")
        content: bytes | str = print_poster(
            version.questionnaire, address, asked if asked in languages else languages[0]
        )
    else:
        content = qr_svg(address) if name == "qr.svg" else qr_png(address)
    code = link.code if link and link.code else "link" if link else "open"
    disposition = "inline" if "show" in request.GET else f'attachment; filename="{poll.slug}-{code}-{name}"'
    return HttpResponse(content, content_type=FILE_TYPES[name], headers={"Content-Disposition": disposition})


def _channel(poll: Poll, pk: int) -> Channel:
    found = next((each for each in load_channels(poll, now=timezone.now()) if each.number == pk), None)
    if found is None:
        raise Http404
    return found


def _open_poll(slug: str) -> Poll:
    """Find a poll that has links: one that was launched with an open link."""
    poll = get_object_or_404(Poll, slug=slug, channel=Poll.Channel.OPEN)
    if not poll.is_frozen:
        raise Http404
    return poll


def _about(poll: Poll) -> dict[str, Any]:
    return {"section": "polls", "poll": poll, "current": "channels", "is_closed": poll.state == Poll.State.CLOSED}


def _snippet(poll: Poll, found: Channel) -> str:
    """Write the HTML that shows the poll in a frame: no script, and of a fixed height."""
    title = in_language(poll.title, "nl").replace('"', "&quot;").replace("<", "&lt;")
    return (
        f'<iframe src="{found.address}" title="{title}" width="100%" height="{FRAME_HEIGHT}" loading="lazy" '
        f'style="border: 0; width: 100%; min-height: {FRAME_HEIGHT}px"></iframe>'
    )


def _listener(found: Channel) -> str:
    """Write the script for the own page that lets the frame be as high as what it shows."""
    origin = "/".join(found.address.split("/")[:3])
    return (
        "<script>\n"
        'window.addEventListener("message", function (event) {\n'
        f'  if (event.origin !== "{origin}" || !event.data || !event.data.pollHeight) {{ return; }}\n'
        '  document.querySelectorAll("iframe").forEach(function (frame) {\n'
        '    if (frame.contentWindow === event.source) { frame.style.height = event.data.pollHeight + "px"; }\n'
        "  });\n"
        "});\n"
        "</script>"
    )
