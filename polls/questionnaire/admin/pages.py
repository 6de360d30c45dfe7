"""One page of a poll in the builder: look, save (as a form or piece by piece), and take a step in the outline."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.questionnaire import services
from polls.questionnaire.admin import page_screen
from polls.questionnaire.admin.builder import BuilderAdmin
from polls.questionnaire.admin.steps import Landing, Step, take
from polls.questionnaire.forms.page_editor import PageEditor
from polls.questionnaire.models import Page, Poll

FIXED = gettext_lazy("The structure of a published poll is fixed. Duplicate the poll to change it.")


@admin.register(Page)
class PageAdmin(BuilderAdmin):
    delete_confirmation_template = "admin/polls/delete_confirmation.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        pages: QuerySet[Page] = super().get_queryset(request).select_related("poll")
        return pages

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A page is added from its poll, or from the page before it."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("admin:polls_poll_changelist")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        page = get_object_or_404(Page.objects.select_related("poll"), pk=object_id)
        if request.method == "POST":
            return _save(request, page)
        now = timezone.now()
        if request.GET.get("part") == "outline":
            return page_screen.show_outline(request, page, now=now)
        if asked := request.GET.get("card", ""):
            only = frozenset({int(asked)} if asked.isascii() and asked.isdigit() and len(asked) < 12 else ())
            return page_screen.show_card(request, PageEditor(page, only=only))
        return page_screen.show_screen(request, PageEditor(page), now=now)

    @method_decorator(transaction.atomic)  # looking and deleting are one: the poll is held meanwhile
    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_delete_permission(request):
            raise PermissionDenied
        page = self.get_object(request, object_id)
        if page is not None and page.poll.is_frozen:
            messages.error(request, FIXED)
            return redirect("admin:polls_page_change", page.pk)
        response: HttpResponse = super().delete_view(request, object_id, extra_context)
        is_done = page is not None and response.status_code == 302
        return redirect("admin:polls_poll_change", page.poll_id) if is_done else response


def _save(request: HttpRequest, page: Page) -> HttpResponse:
    """Store what was posted of the page, then do what the button says."""
    editor, now = PageEditor(page, data=request.POST, files=request.FILES), timezone.now()
    wants_json = request.headers.get("accept") == "application/json"
    if not editor.is_valid():
        return (
            page_screen.errors_as_json(editor)
            if wants_json
            else page_screen.show_screen(request, editor, now=now, status=422)
        )
    try:
        refused = page_screen.save_cards(editor, by=request.user, now=now)
    except services.Gone:
        return HttpResponse(status=410)
    if wants_json:
        return page_screen.answer_as_json(editor, refused)
    if refused:
        return page_screen.show_screen(request, editor, now=now, status=409)
    word = request.POST.get("_do", "")
    if not word:
        messages.success(request, _("Saved."))
        return redirect(request.get_full_path())
    return _step(request, page, word)


def _step(request: HttpRequest, page: Page, word: str) -> HttpResponse:
    may = ("polls.add_question", "polls.add_page", "polls.delete_question", "polls.delete_page")
    if not request.user.has_perms(may):
        raise PermissionDenied
    step = Step(page.poll, page, request.user, timezone.now())
    try:
        landing = take(word, step)
    except services.NotNow:
        messages.error(request, FIXED)
        landing = Landing(page)
    except services.Gone:
        messages.error(
            request, _("Somebody else deleted this a moment ago. It may be in the list of what was deleted.")
        )
        landing = Landing(page)
    if landing.message and not landing.undo:
        messages.success(request, landing.message)
    return redirect(_address(page.poll, landing))


def _address(poll: Poll, landing: Landing) -> str:
    if landing.page is None:
        return reverse("admin:polls_poll_change", args=[poll.pk])
    address = reverse("admin:polls_page_change", args=[landing.page.pk])
    if landing.undo:
        return f"{address}?undo={landing.undo.pk}"
    return f"{address}?open={landing.question.pk}#question-{landing.question.pk}" if landing.question else address
