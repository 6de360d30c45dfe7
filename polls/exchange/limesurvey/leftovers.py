"""What LimeSurvey's file says beside the questions themselves, and what of it has no equivalent here."""

from collections.abc import Mapping

from polls.exchange.limesurvey.context import Context
from polls.exchange.limesurvey.sections import Sections
from polls.exchange.limesurvey.survey import Item, Survey
from polls.exchange.plain import one_line

MEANINGFUL = frozenset(
    {
        "answer_order", "array_filter", "array_filter_exclude", "array_filter_style", "choice_input_columns",
        "date_max", "date_min", "em_validation_q", "em_validation_sq", "equals_num_value", "equation",
        "exclude_all_others_auto", "input_boxes", "keep_codes_order", "location_mapservice", "max_answers",
        "max_num_value", "max_num_value_n", "max_num_value_sgqa", "max_subquestions", "maximum_chars", "min_answers",
        "min_num_value", "min_num_value_n", "min_num_value_sgqa", "multiflexible_max", "multiflexible_min",
        "multiflexible_step", "num_value_equals_sgqa", "numbers_only", "other_comment_mandatory", "other_numbers_only",
        "parent_order", "page_break", "random_group", "random_order", "reverse", "show_comment", "show_title",
        "slider_default", "subquestion_order", "time_limit", "value_range_allows_missing", "other_position",
    }
)  # fmt: skip
"""Attributes that change what is asked or accepted; all others say how LimeSurvey draws the question."""

IDLE: Mapping[str, frozenset[str]] = {
    "random_order": frozenset({"0"}),
    "answer_order": frozenset({"normal"}),
    "subquestion_order": frozenset({"normal"}),
    "location_mapservice": frozenset({"0"}),
    "time_limit": frozenset({"0"}),
    "other_position": frozenset({"default", "end"}),
    "other_numbers_only": frozenset({"0"}),
    "other_comment_mandatory": frozenset({"0"}),
    "numbers_only": frozenset({"0"}),
    "page_break": frozenset({"0"}),
    "reverse": frozenset({"0"}),
    "input_boxes": frozenset({"0", "1"}),
    "max_num_value_n": frozenset({"0"}),
    "exclude_all_others_auto": frozenset({"0"}),
    "value_range_allows_missing": frozenset({"1"}),
    "array_filter_style": frozenset({"0"}),
    "multiflexible_step": frozenset({"1"}),
    "keep_codes_order": frozenset({"0"}),
    "show_comment": frozenset({"0", "1"}),
    "show_title": frozenset({"0", "1"}),
    "choice_input_columns": frozenset(map(str, range(13))),
}
"""Values with which an attribute changes nothing."""

QUOTED = 120


def note_leftovers(item: Item, context: Context) -> None:
    """List the attributes that no converter has taken, default answers, and expressions within texts."""
    for name, values in item.attributes.items():
        value = next((value.strip() for value in values.values() if value.strip()), "")
        if name not in MEANINGFUL:
            context.displayed[name] = context.displayed.get(name, 0) + 1
        elif value and value not in IDLE.get(name, ()):
            context.note("setting_lost", item, name=name, value=one_line(value)[:QUOTED])
    if item.has_default:
        context.note("default_lost", item)
    shown = next((text for text in item.text.values() if "{" in text and "}" in text), "")
    if shown and item.kind != "*":
        found = shown[shown.index("{") : shown.rindex("}") + 1]
        context.note("expression_in_text", item, expression=one_line(found)[:QUOTED])


def note_survey_settings(survey: Survey, sections: Sections, context: Context) -> None:
    """List what belongs to the survey as a whole."""
    for row in sections.of("quota"):
        context.note("quota_lost", row.get("name", "").strip()[:60] or "quota")
    if sections.of("assessments"):
        context.note("assessments_lost", "", count=len(sections.of("assessments")))
    for name in ("startdate", "expires"):
        if survey.settings.get(name, "").strip():
            context.note("date_lost", "", date=survey.settings[name].strip()[:30])
    if survey.settings.get("format", "G") in ("S", "A"):
        context.note("page_per_group", "")
    if context.displayed:
        context.note("display_lost", "", names=", ".join(sorted(context.displayed))[:600])
