"""What was launched and what was done, to look at only."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from polls.questionnaire.models import PollEvent, QuestionnaireVersion


class RecordAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """Rows that nobody adds, changes or deletes by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(QuestionnaireVersion)
class QuestionnaireVersionAdmin(RecordAdmin):
    list_display = ("poll", "number", "published_at", "published_by", "reason")
    list_filter = ("poll",)
    list_select_related = ("poll", "published_by")
    fields = ("poll", "number", "published_at", "published_by", "reason", "sha256", "document")


@admin.register(PollEvent)
class PollEventAdmin(RecordAdmin):
    list_display = ("at", "poll", "action", "by", "detail")
    list_filter = ("action", "poll")
    list_select_related = ("poll", "by")
    date_hierarchy = "at"
    fields = ("at", "poll", "action", "by", "detail")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PollEvent]:
        return super().get_queryset(request).select_related("poll", "by")
