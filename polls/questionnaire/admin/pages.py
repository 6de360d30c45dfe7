"""One page of a poll on one screen: all its questions with their choices."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from polls.questionnaire import services
from polls.questionnaire.admin.builder import BuilderAdmin
from polls.questionnaire.admin.inlines import QuestionInline
from polls.questionnaire.forms.design import PageForm
from polls.questionnaire.models import Page, Poll, Question
from polls.questionnaire.places import Places


@admin.register(Page)
class PageAdmin(BuilderAdmin):
    form = PageForm
    fields = ("title", "intro", "code", "show_if")
    inlines = [QuestionInline]
    change_form_template = "admin/polls/page/change_form.html"
    delete_confirmation_template = "admin/polls/delete_confirmation.html"

    def poll_of(self, obj: Any) -> Poll | None:
        return obj.poll if obj else None

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

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Page | None = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None:
            context.update(_surroundings(obj))
        response: HttpResponse = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        return response

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for row in (row for formset in formsets if formset.model is Question for row in formset.forms):
            if row.instance.pk and (lines := row.cleaned_data.get("new_choices")):
                services.add_choices(row.instance, lines.splitlines())

    def response_change(self, request: HttpRequest, obj: Page) -> HttpResponse:
        if "_addpage" not in request.POST or obj.poll.is_frozen:
            response: HttpResponse = super().response_change(request, obj)
            return response
        return redirect("admin:polls_page_change", services.add_page(obj.poll).pk)

    def response_post_save_change(self, request: HttpRequest, obj: Page) -> HttpResponse:
        return redirect("admin:polls_poll_change", obj.poll_id)

    @method_decorator(transaction.atomic)  # looking and deleting are one: the poll is held meanwhile
    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_delete_permission(request):
            raise PermissionDenied
        page = self.get_object(request, object_id)
        if page is not None and page.poll.is_frozen:
            messages.error(request, _("The structure of a published poll is fixed. Duplicate the poll to change it."))
            return redirect("admin:polls_page_change", page.pk)
        response: HttpResponse = super().delete_view(request, object_id, extra_context)
        return redirect("admin:polls_poll_change", page.poll_id) if _is_done(page, response) else response


def _is_done(page: Page | None, response: HttpResponse) -> bool:
    return page is not None and response.status_code == 302


def _surroundings(page: Page) -> dict[str, Any]:
    """The poll, the neighbouring pages, and what is wrong on this page."""
    pages = list(page.poll.pages.all())
    index = pages.index(page)
    now = timezone.now()
    found = Places(page.poll).on_page(services.find_problems(page.poll, now=now), page)
    return {
        "section": "design",
        "poll": page.poll,
        "phase": page.poll.phase_at(now),
        "pages": pages,
        "page_number": index + 1,
        "previous_page": pages[index - 1] if index else None,
        "next_page": pages[index + 1] if index + 1 < len(pages) else None,
        "problems": found,
    }
