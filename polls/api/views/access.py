"""Access for other programs: who has it, and tokens given and revoked."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from polls.api.forms import TokenForm
from polls.api.models import AccessEvent, ApiToken
from polls.api.services.hooks import hooks_with_counts
from polls.api.services.tokens import make_token, revoke_token

may_manage = permission_required("polls.manage_api", raise_exception=True)
page = require_http_methods(["GET", "HEAD", "POST"])
SHOWN_EVENTS = 15


@may_manage
@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """List tokens and webhooks, and what was done with them lately."""
    now = timezone.now()
    tokens = [(token, token.works_at(now)) for token in ApiToken.objects.prefetch_related("polls", "created_by")]
    context = {
        "section": "access",
        "tokens": sorted(tokens, key=lambda each: not each[1]),
        "hooks": hooks_with_counts(),
        "events": AccessEvent.objects.select_related("by")[:SHOWN_EVENTS],
    }
    return render(request, "api/access.html", context)


@may_manage
@page
@never_cache
def token_add(request: HttpRequest) -> HttpResponse:
    """Make a token, and show it this once."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row, token = make_token(by=request.user, now=timezone.now(), **form.fields_to_make)
        except IntegrityError:  # the same form once more
            messages.info(
                request, _("This token was made already. It is shown only once; make another if you need it.")
            )
            return redirect("polls:access")
        return render(request, "api/token_made.html", {"section": "access", "row": row, "token": token})
    return render(
        request, "api/token_form.html", {"section": "access", "form": form}, status=422 if form.errors else 200
    )


@may_manage
@page
def token_revoke(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask once more; POST ends the token."""
    token = get_object_or_404(ApiToken, pk=pk)
    if request.method != "POST":
        return render(request, "api/token_revoke.html", {"section": "access", "token": token})
    revoke_token(token, by=request.user, now=timezone.now())
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("polls:access")
