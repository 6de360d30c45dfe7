"""What mail providers post about our mails. Nobody logs in here: each post proves itself by the shared secret."""

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from polls.invitations.bounces import PROVIDERS, UnreadableError
from polls.invitations.services.bouncing import record_reports

LARGEST = 1_000_000
"""Bytes of a post. Providers send one event, or some hundreds."""

logger = logging.getLogger(__name__)


@login_not_required
@csrf_exempt
@require_POST
def mail_hook(request: HttpRequest, provider: str) -> HttpResponse:
    """Record reports of a provider. 204: done; 403: not proved; 400: not understood, which no repetition helps."""
    secret = settings.MAIL_HOOKS.get(provider, "")
    if provider not in PROVIDERS or not secret:
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return HttpResponse("too large", status=413, content_type="text/plain")
    if not PROVIDERS[provider].is_genuine(request.body, request.headers, secret):
        return HttpResponse("not proved", status=403, content_type="text/plain")
    try:
        reports = PROVIDERS[provider].read(request.body)
    except UnreadableError as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
    new = record_reports(reports, source=provider, now=timezone.now())
    logger.info("%s: %d reports, %d new", provider, len(reports), new)
    return HttpResponse(status=204)
