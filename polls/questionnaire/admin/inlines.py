"""The rows on the screen of a poll: segment variables with their segments, screen-outs and quotas."""

from django.utils.translation import gettext_lazy as _

from polls.questionnaire.admin.builder import BuilderInline
from polls.questionnaire.forms.design import QuotaForm, ScreenOutForm, SegmentForm, SegmentVariableForm
from polls.questionnaire.forms.formsets import PollCodesFormSet
from polls.questionnaire.models import Quota, ScreenOut, Segment, SegmentVariable


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


class ScreenOutInline(BuilderInline):
    model = ScreenOut
    form = ScreenOutForm
    item_template = "admin/polls/builder/screen_out.html"
    title = _("Screen-outs")
    add_text = _("Add a screen-out")


class QuotaInline(BuilderInline):
    model = Quota
    form = QuotaForm
    item_template = "admin/polls/builder/quota.html"
    sortable_excludes = ("limit",)
    title = _("Quotas")
    add_text = _("Add a quota")
