"""A poll on one screen: its texts, its pages in outline, its segments, who may answer and when."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from polls.questionnaire import services
from polls.questionnaire.admin.builder import BuilderAdmin
from polls.questionnaire.admin.inlines import QuotaInline, ScreenOutInline, SegmentVariableInline
from polls.questionnaire.forms.design import PollForm
from polls.questionnaire.models import Poll
from polls.questionnaire.outline import outline_of
from polls.questionnaire.places import Places

EVENTS_SHOWN = 8

WHY_NOT_DELETABLE = {
    "open": _("A poll in the field cannot be deleted. Close it first."),
    "answers": _("This poll has answers and cannot be deleted."),
}


@admin.register(Poll)
class PollAdmin(BuilderAdmin):
    form = PollForm
    fields = (
        "title", "slug", "intro", "thanks", "privacy", "languages", "channel", "is_anonymous", "minimum_base",
        "equivalence_margin", "opens_at", "closes_at", "linked_until",
    )  # fmt: skip
    inlines = [SegmentVariableInline, ScreenOutInline, QuotaInline]
    change_form_template = "admin/polls/poll/change_form.html"
    change_list_template = "admin/polls/poll/change_list.html"
    delete_confirmation_template = "admin/polls/delete_confirmation.html"
    search_fields = ("slug", "title")
    list_filter = ("state",)
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Poll]:
        polls: QuerySet[Poll] = super().get_queryset(request)
        return polls.annotate(question_count=Count("pages__questions"))

    def get_inlines(self, request: HttpRequest, obj: Poll | None) -> list[Any]:
        return self.inlines if obj else []

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"states": Poll.State.choices, "section": "design", **(extra_context or {})}
        response = super().changelist_view(request, context)
        if isinstance(response, TemplateResponse) and response.context_data and "cl" in response.context_data:
            now = timezone.now()
            polls = response.context_data["cl"].result_list
            response.context_data["rows"] = [{"poll": poll, "phase": poll.phase_at(now)} for poll in polls]
        return cast(HttpResponse, response)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Poll | None = None, **kwargs: Any
    ) -> HttpResponse:
        context["section"] = "design"
        if obj is not None:
            context.update(_standing(obj))
        response: HttpResponse = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        return response

    def save_model(self, request: HttpRequest, obj: Poll, form: Any, change: bool) -> None:
        if not change:
            obj.created_by_id = request.user.pk
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Poll, post_url_continue: str | None = None) -> HttpResponse:
        """Go on to the first page of the new poll."""
        return redirect("admin:polls_page_change", services.add_page(obj).pk)

    def response_change(self, request: HttpRequest, obj: Poll) -> HttpResponse:
        if "_addpage" not in request.POST or obj.is_frozen:
            response: HttpResponse = super().response_change(request, obj)
            return response
        return redirect("admin:polls_page_change", services.add_page(obj).pk)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Let the records go with a poll that may be deleted, though nobody deletes a record by hand."""
        to_delete, counts, _perms_needed, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set(), protected

    @method_decorator(transaction.atomic)  # looking and deleting are one: the poll is held meanwhile
    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_delete_permission(request):
            raise PermissionDenied
        poll = self.get_object(request, object_id)
        if poll is not None and (reason := services.why_not_deletable(poll)):
            messages.error(request, WHY_NOT_DELETABLE[reason])
            return redirect("admin:polls_poll_change", poll.pk)
        response: HttpResponse = super().delete_view(request, object_id, extra_context)
        return response


def _standing(poll: Poll) -> dict[str, Any]:
    """Where the poll stands: its phase, what is wrong, what was launched, who did what."""
    now = timezone.now()
    found = services.find_problems(poll, now=now)
    return {
        "poll": poll,
        "phase": poll.phase_at(now),
        "problems": Places(poll).locate(found),
        "outline": outline_of(poll, found, language=get_language() or "nl"),
        "error_count": len(services.errors_of(found)),
        "is_changed": services.has_unpublished_wording(poll),
        "versions": poll.versions.select_related("published_by"),
        "events": poll.events.select_related("by")[:EVENTS_SHOWN],
    }
