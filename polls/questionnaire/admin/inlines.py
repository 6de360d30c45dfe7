"""The rows on the screen of a poll: its segment variables with their segments."""

from django.utils.translation import gettext_lazy as _

from polls.questionnaire.admin.builder import BuilderInline
from polls.questionnaire.forms.design import SegmentForm, SegmentVariableForm
from polls.questionnaire.forms.formsets import PollCodesFormSet
from polls.questionnaire.models import Segment, SegmentVariable


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
