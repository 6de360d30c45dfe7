"""The demo's mailbox as pages: every mail that the product sent, as it looks."""

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from ksfsurvey.demo.mailbox import Mail, Mailbox

PER_PAGE = 40
OPEN_ELSEWHERE = '<base target="_blank">'

# A mail has its styles in its elements: its own page may do that, and neither run nor fetch anything.
mail_policy = csp_replace(
    {
        "style-src": ["'unsafe-inline'"],
        "script-src": [NONE],
        "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
        "frame-ancestors": [SELF],
    }
)


@login_not_required
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the mails, newest first, by recipient or subject."""
    query = request.GET.get("q", "").strip()
    box = Mailbox(settings.MAILBOX_DIR)
    page = Paginator(box.search(query) if query else box.names(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"query": query, "page": page, "mails": list(filter(None, map(box.read, page.object_list)))}
    return render(request, "mailbox/index.html", context)


@login_not_required
@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail: as it looks, as text, and its headers."""
    return render(request, "mailbox/mail.html", {"mail": _found(name)})


@login_not_required
@require_safe
@xframe_options_sameorigin
@mail_policy  # type: ignore[arg-type]  # its types know of no view with arguments
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """Give the HTML of a mail for the frame around it; its links open in a tab of their own."""
    html = _found(name).html
    return HttpResponse(html.replace("<head>", f"<head>{OPEN_ELSEWHERE}", 1))


def _found(name: str) -> Mail:
    found = Mailbox(settings.MAILBOX_DIR).read(name)
    if found is None:
        raise Http404
    return found
