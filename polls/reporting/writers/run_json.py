"""A run as JSON: every number of the Summary exactly as it was computed, with the labels beside the codes."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from polls.analysis.summary_document import Comparison, Group, Net, QuestionSummary, Row, Summary
from polls.analysis.tabulation.how import formulas
from polls.codebook.answers import DONT_KNOW
from polls.codebook.schema import Question, Questionnaire, SegmentVariable, in_language
from polls.reporting.explaining import METHODS
from polls.reporting.explaining_tests import ADJUSTMENTS, DIFFERENCES, EFFECTS, FAMILIES, Method
from polls.reporting.phrases import say

FORMAT = "run/1"

Document = dict[str, Any]


def write(questionnaire: Questionnaire, summary: Summary, stream: TextIO, *, language: str) -> None:
    """Write the run as one JSON object with a line end."""
    json.dump(run_document(questionnaire, summary, language=language), stream, ensure_ascii=False, indent=2,
              allow_nan=False)  # fmt: skip
    stream.write("\n")


def run_document(questionnaire: Questionnaire, summary: Summary, *, language: str) -> Document:
    """Give the Summary with labels: for each question and group ``base``, and for each answer ``count``, ``base``,
    ``share`` and ``interval``; for each comparison ``test``, ``statistic``, ``pvalue`` and ``significant``,
    with the ``count`` and ``value`` of both sides. ``how`` has the formulas and sources.
    """
    labels = _Labels(questionnaire, language)
    return {
        **summary,
        "format": FORMAT,
        "title": labels.of(questionnaire.title),
        "language": language,
        "segment_variables": [_segment_variable(each, labels) for each in summary["segment_variables"]],
        "questions": [_question(each, labels) for each in summary["questions"]],
        "how": _how(summary),
    }


def _how(summary: Summary) -> Document:
    """Say how the numbers are made: the parts of a share, the filter and weights, and each method that occurs."""
    groups = [group for question in summary["questions"] for group in question["groups"] if not group["hidden"]]
    cells: list[Any] = [cell for group in groups for cell in (*group["rows"], *group["nets"], group["mean"]) if cell]
    compared = [each for question in summary["questions"] for each in question["comparisons"]]
    weights = summary.get("weights")
    return {
        "share": {
            "numerator": "weighted count" if weights else "count",
            "denominator": "weighted_base" if weights else "base",
            "base_rule": "base_rule of the question",
            "filter": summary["recipe"]["filter"],
            "without": summary.get("left_out"),
            "weights": {"name": weights["name"], "version": weights["version"]} if weights else None,
            **formulas({"share"})["share"],
        },
        "intervals": {
            name: {"formula": METHODS[name][1], "source": METHODS[name][2]}
            for name in sorted({cell["method"] for cell in cells if cell["method"]} & METHODS.keys())
        },
        "tests": formulas(
            {str(each["test"]) for each in compared} | {"cramers_v" for each in compared if each["scope"] == "table"}
        ),
        **_how_compared(compared),
    }


def _how_compared(compared: Sequence[Comparison]) -> Document:
    """Say how differences and corrections are made, and which tests are corrected together."""
    pairs = [each for each in compared if "first" in each]
    corrections = {"pairs": {each["correction"] for each in pairs}}
    corrections["tables"] = {each["correction"] for each in compared if each["scope"] == "table"}
    return {
        "differences": _methods(DIFFERENCES, {each["interval_method"] for each in pairs}),
        "detectable": _methods(EFFECTS, {"detectable"})["detectable"],
        "corrections": {
            kind: {"family": FAMILIES[kind]["en"], "methods": _methods(ADJUSTMENTS, names)}
            for kind, names in corrections.items()
        },
    }


def _methods(methods: Mapping[str, Method], names: set[str]) -> Document:
    return {name: {"formula": methods[name][1], "source": methods[name][2]} for name in sorted(names & methods.keys())}


class _Labels:
    """Looks labels up by code."""

    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self.questions = questionnaire.variable_by_code
        self.variables = questionnaire.segment_variable_by_code
        self.language = language

    def of(self, text: Mapping[str, str] | None) -> str:
        return in_language(text or {}, self.language)

    def variable(self, code: str | None) -> str | None:
        return self.of(self.variables[code].label) if code else None

    def segment(self, variable: str | None, code: str | None) -> str | None:
        if not variable or not code:
            return say(self.language, "total")
        return self.of(_segment(self.variables[variable], code))

    def row(self, question: Question, code: str) -> str:
        if code == DONT_KNOW:
            return self.of(question.dont_know)
        choice = question.choice_by_code.get(code)
        return self.of(choice.label) if choice else code


def _segment(variable: SegmentVariable, code: str) -> Mapping[str, str]:
    return next(segment.label for segment in variable.segments if segment.code == code)


def _segment_variable(sizes: Mapping[str, Any], labels: _Labels) -> Document:
    code = sizes["code"]
    segments = [{**size, "label": labels.segment(code, size["code"])} for size in sizes["segments"]]
    return {**sizes, "label": labels.variable(code), "segments": segments}


def _question(summary: QuestionSummary, labels: _Labels) -> Document:
    question = labels.questions[summary["code"]]
    return {
        **summary,
        "text": labels.of(question.text),
        "groups": [_group(question, each, labels) for each in summary["groups"]],
        "comparisons": [_comparison(question, each, summary["groups"], labels) for each in summary["comparisons"]],
    }


def _group(question: Question, group: Group, labels: _Labels) -> Document:
    variable, segment = group["variable"], group["segment"]
    named = {
        **group,
        "variable_label": labels.variable(variable),
        "label": labels.segment(variable, segment),
    }
    if group["hidden"]:
        return named
    base = group["base"]
    return {
        **named,
        "rows": [_row(question, row, base, labels) for row in group["rows"]],
        "nets": [_net(question, net, base, labels) for net in group["nets"]],
    }


def _row(question: Question, row: Row, base: int, labels: _Labels) -> Document:
    return {**row, "base": base, "label": labels.row(question, row["code"])}


def _net(question: Question, net: Net, base: int, labels: _Labels) -> Document:
    return {**net, "base": base, "label": " + ".join(labels.row(question, code) for code in net["choices"])}


def _comparison(question: Question, comparison: Comparison, groups: Sequence[Group], labels: _Labels) -> Document:
    variable = comparison["variable"]
    named: Document = {**comparison, "variable_label": labels.variable(variable)}
    if "first" in comparison:
        for side, segment in (("first", comparison["first"]), ("second", comparison["second"])):
            group = next(each for each in groups if (each["variable"], each["segment"]) == (variable, segment))
            named |= {f"{side}_{name}": told for name, told in _side(group, comparison["row"]).items()}
        named["first_label"] = labels.segment(variable, comparison["first"])
        named["second_label"] = labels.segment(variable, comparison["second"])
        named["row_label"] = labels.row(question, comparison["row"]) if comparison["row"] else None
    return named


def _side(group: Group, row: str | None) -> Document:
    """Give the count and the value with which a group takes part in a comparison; a mean has no count."""
    if row is None:
        return {"count": None, "value": group["mean"]["mean"] if group["mean"] else None}
    cell = next((each for each in (*group["rows"], *group["nets"]) if each["code"] == row), None)
    return {"count": cell["count"] if cell else None, "value": cell["share"] if cell else None}
