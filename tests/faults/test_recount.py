"""Published numbers are recounted by another program, pandas, from the file of single responses."""

import random
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import pandas as pd
import pytest

from polls.questionnaire.models import Poll
from polls.results.models import Run
from polls.results.services import runs
from polls.results.services.files import write_responses
from tests.faults.figures import Tell, sized
from tests.results import sample
from tests.results.conftest import finished_run, poll_with_results, summary_of

pytestmark = pytest.mark.django_db

POLLS = sized(8, 500)
SEGMENTS = {
    ("role", "inhouse"): ("attributes.role", {"inhouse"}),
    ("role", "bpo"): ("attributes.role", {"bpo"}),
    ("way", "calls"): ("channels", {"phone"}),
    ("way", "writes"): ("channels", {"mail", "chat"}),
}
VALID_ONLY = ("opinion", "grade", "seats")
"""Of these the don't knows are left out of the base."""


def responses_of(poll: Poll) -> pd.DataFrame:
    """Give the file of single responses, as somebody else would read it."""
    stream = BytesIO()
    options = {"format": "csv", "values": "codes", "language": "en"}
    write_responses(poll, options, stream, lambda *told, **also: None)
    return pd.read_csv(BytesIO(stream.getvalue()), dtype=str, keep_default_na=False, encoding="utf-8-sig")


def members(frame: pd.DataFrame, variable: str | None, segment: str | None) -> pd.DataFrame:
    if variable is None or segment is None:
        return frame
    source, values = SEGMENTS[variable, segment]
    if source in frame:
        return frame[frame[source].isin(values)]
    return frame[(frame[[f"{source}.{value}" for value in sorted(values)]] == "1").any(axis=1)]


def recount(frame: pd.DataFrame, question: str, codes: list[str]) -> tuple[int, dict[str, int], float | None]:
    """Give the base, how often each code was given, and the mean of the numbers."""
    if question not in frame:
        ticks = frame[[f"{question}.{code}" for code in codes]] == "1"
        return int(ticks.any(axis=1).sum()), {code: int(ticks[f"{question}.{code}"].sum()) for code in codes}, None
    given = frame[question][~frame[question].isin(["", "_na", *(["_dk"] if question in VALID_ONLY else [])])]
    counts = given.value_counts()
    numbers = pd.to_numeric(given.str.removeprefix("p"), errors="coerce") if question in VALID_ONLY else given[:0]
    mean = float(numbers.mean()) if len(numbers) else None
    return len(given), {code: int(counts.get(code, 0)) for code in codes}, mean


def differences(summary: Mapping[str, Any], frame: pd.DataFrame) -> Iterator[tuple[float, float]]:
    """Give, for each group that is shown, the largest difference of a count and of a share or mean."""
    for question in summary["questions"]:
        for group in question["groups"]:
            if group["hidden"] or question["code"] == "remark":
                continue
            codes = [row["code"] for row in group["rows"]]
            part = members(frame, group["variable"], group["segment"])
            base, counts, mean = recount(part, question["code"], codes)
            by_count = [abs(group["base"] - base), *(abs(row["count"] - counts[row["code"]]) for row in group["rows"])]
            shares = [abs(row["share"] - counts[row["code"]] / base) for row in group["rows"] if base]
            if mean is not None:
                shares.append(abs(group["mean"]["mean"] - mean))
            yield max(by_count), max(shares, default=0.0)


def recounted(polls: int) -> tuple[int, float, float]:
    """Make polls with random responses; give how many groups were recounted and the largest differences."""
    groups, by_count, by_share = 0, 0.0, 0.0
    for seed in range(polls):
        Poll.objects.all().delete()
        poll, run = poll_with_results(random.Random(seed).randint(20, 160), seed=seed)
        for count, share in differences(summary_of(run), responses_of(poll)):
            groups, by_count, by_share = groups + 1, max(by_count, count), max(by_share, share)
    return groups, by_count, by_share


def test_a_recount_by_another_program_gives_the_same(tell: Tell) -> None:
    groups, by_count, by_share = recounted(POLLS)
    tell(
        "G-INT-7",
        "results of random polls counted again with pandas from the CSV file",
        size=f"{POLLS} polls, {groups} groups",
        allowed="counts the same, shares within 1e-9",
        figure=f"largest difference of a count {by_count:.0f}, of a share or mean {by_share:.1e}",
    )
    assert groups > POLLS * 10
    assert by_count == 0
    assert by_share < 1e-9


def test_control_a_wrong_count_is_seen() -> None:
    """The recount sees it when one response is lost on the way to the numbers."""
    poll, run = poll_with_results(60)
    summary, frame = summary_of(run), responses_of(poll)
    assert max(count for count, _share in differences(summary, frame)) == 0
    assert max(count for count, _share in differences(summary, frame[1:])) > 0


def test_numbers_say_what_they_were_made_of_and_are_made_anew_when_that_moved(tell: Tell) -> None:
    poll, first = poll_with_results(60)
    version = poll.latest_version
    assert version is not None
    summary = summary_of(first)
    assert (summary["n"], first.version_id, first.data_hash) == (60, version.pk, summary["data"])
    assert summary["questionnaire"] == version.sha256
    sample.respond(poll, [{"opinion": "p1"}] * 7, [{"role": "bpo"}] * 7)
    asked = runs.refresh(poll, by=None, now=sample.later())
    assert asked is not None
    second = finished_run(poll)
    tell(
        "G-INT-7",
        "responses come in after the results were made",
        size="7 responses",
        allowed="results made anew of all",
        figure=f"n {first.base} became {second.base}, with another hash of the data",
    )
    assert (second.base, Run.objects.count()) == (67, 2)
    assert second.data_hash != first.data_hash
