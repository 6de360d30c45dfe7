"""The rows of the builder: pages and segments of a poll, questions and choices of a page."""

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from polls.questionnaire.admin.builder import BuilderInline
from polls.questionnaire.forms.design import ChoiceForm, PageForm, QuestionForm, SegmentForm, SegmentVariableForm
from polls.questionnaire.forms.formsets import PollCodesFormSet
from polls.questionnaire.models import Choice, Page, Question, Segment, SegmentVariable


class ChoiceInline(BuilderInline):
    model = Choice
    form = ChoiceForm
    item_template = "admin/polls/builder/choice.html"
    title = _("Choices")
    add_text = _("Add a choice")


class QuestionInline(BuilderInline):
    model = Question
    form = QuestionForm
    formset = PollCodesFormSet
    inlines = [ChoiceInline]
    item_template = "admin/polls/builder/question.html"
    sortable_excludes = ("kind", "requirement", "decimals")  # filled in from the start: no sign that the row is used
    title = _("Questions")
    add_text = _("Add a question")


class PageInline(BuilderInline):
    model = Page
    form = PageForm
    formset = PollCodesFormSet
    fields = ("title", "code", "position")
    item_template = "admin/polls/builder/page.html"
    title = _("Pages")
    add_text = _("Add a page")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        pages: QuerySet[Page] = super().get_queryset(request)
        return pages.annotate(question_count=Count("questions"))


class SegmentInline(BuilderInline):
    model = Segment
    form = SegmentForm
    item_template = "admin/polls/builder/segment.html"
    title = _("Segments")
    add_text = _("Add a segment")


class SegmentVariableInline(BuilderInline):
    model = SegmentVariable
    form = SegmentVariableForm
    formset = PollCodesFormSet
    inlines = [SegmentInline]
    item_template = "admin/polls/builder/segment_variable.html"
    sortable_excludes = ("source_kind",)
    title = _("Segment variables")
    add_text = _("Add a segment variable")
