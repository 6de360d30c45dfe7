"""The command on a poll and the command on a plain file give the same numbers of the same answers."""

import csv
import json
import random
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from polls.analysis.__main__ import main
from polls.questionnaire.models import Poll
from polls.results.models import PollWeights, Release
from tests.results import sample
from tests.results.conftest import finished_run

pytestmark = pytest.mark.django_db

OPINIONS, CHANNELS = ["p1", "p2", "p3", "p4", "p5"], ["phone", "mail", "chat", "other"]
WEIGHTS = {"method": "rake", "targets": {"role": {"inhouse": 0.3, "bpo": 0.7}}}
SPEC: dict[str, Any] = {
    "variables": {
        "opinion": {"kind": "scale", "codes": OPINIONS, "points": {f"p{point}": point for point in range(1, 6)},
                    "dont_know": ["dk"], "missing": {"skipped": ["-"]}},
        "channels": {"kind": "multiple", "columns": {code: f"channels_{code}" for code in CHANNELS},
                     "dont_know": ["dk"]},
        "grade": {"kind": "rating", "empty": "skipped"},
        "seats": {"kind": "number", "empty": "skipped", "dont_know": ["dk"]},
        "role": {"kind": "single", "codes": ["inhouse", "bpo"]},
    },
    "derived": {
        "size": {"groups": [{"code": "large", "when": "seats > 100"}, {"code": "small", "when": "seats <= 100"}]},
        "likes": {"groups": [
            {"code": "yes", "when": "opinion in (p4, p5)"}, {"code": "no", "when": "answered(opinion)"}
        ]},
        "double": {"value": "seats * 2"},
    },
    "weights": {"sector": WEIGHTS},
}  # fmt: skip
DERIVE = [
    "--derive", "size", "large: seats > 100", "small: seats <= 100",
    "--derive", "likes", "yes: opinion in (p4, p5)", "no: answered(opinion)",
    "--derive", "double", "seats * 2",
]  # fmt: skip


@pytest.fixture
def answered(db: None, tmp_path: Path) -> Path:
    """A poll of 240 responses with its results and weights, and the same answers as a plain file."""
    rng, poll = random.Random(7), sample.published(sample.questionnaire())
    answers, rows = [], []
    for place in range(240):
        opinion = rng.choice([*OPINIONS, "_dk", ""])
        ticks = [code for code in CHANNELS if rng.random() < 0.4]
        grade, seats = rng.choice([*map(str, range(11)), ""]), rng.choice([str(rng.randint(0, 400) / 2), "_dk", ""])
        role = "inhouse" if place % 3 else "bpo"
        answers.append({"opinion": opinion, "channels": ticks, "grade": grade, "seats": seats, "role": role})
        codes = {"": "-", "_dk": "dk"}
        marks = ["1" if code in ticks else "0" for code in CHANNELS]
        rows.append([codes.get(opinion, opinion), *marks, grade, codes.get(seats, seats).replace("-", ""), role])
    attributes = [{"role": str(each.pop("role"))} for each in answers]
    sample.respond(poll, answers, attributes)
    finished_run(poll)
    PollWeights.objects.create(
        poll=poll,
        name="sector",
        version=1,
        scheme={**WEIGHTS, "trim": None},
        created_at=sample.NOW,
        accepted_at=sample.NOW,
    )
    path = tmp_path / "data.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["opinion", *(f"channels_{code}" for code in CHANNELS), "grade", "seats", "role"])
        writer.writerows(rows)
    return path


def of_poll(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("tabulate", "sample", *arguments, stdout=out)
    table: dict[str, Any] = json.loads(out.getvalue())["tables"][0]
    return table


def of_file(path: Path, capsys: pytest.CaptureFixture[str], **table: Any) -> dict[str, Any]:
    spec = path.with_name("spec.json")
    spec.write_text(json.dumps({**SPEC, "tables": [table]}))
    assert main(["tabulate", str(path), "--spec", str(spec)]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)["tables"][0]
    return found


def numbers(value: Any) -> Any:
    """Leave out of a table what is not a number: names and labels."""
    if isinstance(value, dict):
        names = ("label", "title", "hidden", "variable", "path", "how", "dont_know", "k")
        return {key: numbers(each) for key, each in value.items() if key not in names}
    if isinstance(value, str):
        return value.replace("segments.", "")
    return [numbers(each) for each in value] if isinstance(value, list) else value


def unlike(one: Any, other: Any, path: str) -> Iterator[str]:
    """Give the places at which two documents differ, numbers by more than rounding."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from unlike(one[key], other[key], f"{path}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for place, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from unlike(left, right, f"{path}[{place}]")
    elif isinstance(one, float) and isinstance(other, float | int):
        if one != pytest.approx(other, rel=1e-9, abs=1e-12):
            yield f"{path}: {one} {other}"
    elif one != other:
        yield f"{path}: {one} {other}"


@pytest.mark.parametrize(
    ("options", "table"),
    [
        ([], {}),
        (["--base", "asked"], {"base": "asked"}),
        (["--net", "opinion.mild=p2,p3,p4", "--net", "channels.far=phone,mail"],
         {"nets": {"opinion": {"mild": ["p2", "p3", "p4"]}, "channels": {"far": ["phone", "mail"]}}}),
        (["--filter", "grade >= 4 or likes = yes", "--set", "interval=jeffreys", "--set", "confidence=0.9"],
         {"filter": "grade >= 4 or likes = yes", "interval": "jeffreys", "confidence": 0.9}),
        (["--weights", "sector", "--set", "tests.correction=none", "--set", "tests.complement=true"],
         {"weights": "sector", "tests": {"correction": "none", "complement": True}}),
        (["--set", "of=ticks", "--set", "quantiles=[0.2, 0.8]", "--set", "tests.ranks=true",
          "--set", "tests.same_people=true"],
         {"of": "ticks", "quantiles": [0.2, 0.8], "tests": {"ranks": True, "same_people": True}}),
    ],
)  # fmt: skip
def test_both_give_the_same_numbers(
    answered: Path, capsys: pytest.CaptureFixture[str], options: list[str], table: dict[str, Any]
) -> None:
    rows = ["opinion", "channels", "grade", "seats", "double", "likes"]
    of_tests = {"margin": 0.1, **table.get("tests", {})}

    columns = ["role"] if "filter" in table else ["role", "size", "role > size"]

    one = of_poll("--rows", *rows, "--columns", *columns, *DERIVE, *options)
    other = of_file(answered, capsys, rows=rows, columns=columns, **{**table, "tests": of_tests})

    for found, expected in zip(one["variables"], other["variables"], strict=True):
        assert found.get("hidden", []) == []
        assert list(unlike(numbers(found), numbers(expected), found["code"])) == []
    assert list(unlike(numbers(one["weights"]), numbers(other["weights"]), "weights")) == []


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--rows", "both", "--derive", "both", "a: opinion = p1 and role = bpo"], "derived of other things than one"),
        (["--rows", "segments.role"], "segments.role is not a question; it may stand in the columns"),
        (["--rows", "grade", "--derive", "grade", "seats"], "there is a variable 'grade' already"),
        (["--rows", "grade", "--derive", "x", "a > b: seats > 1"], "'a > b' is no code"),
        (["--rows", "grade", "--derive", "x", "a: seets > 1"], r"table.derived\[0\].groups\[0\].when: 'seets' is not"),
        (["--rows", "grade", "--derive", "x"], "groups belong after it"),
        (["--rows", "grade", "--set", "k=0"], "k is not an option"),
        (["--rows", "grade", "--set", "tests.person=role"], "person is not an option"),
        (["--rows", "seats", "--set", "quantiles=[0, 1]"], "Quantiles from 0.1 to 0.9"),
        (["--rows", "grade", "--set", "tests.correction=holmes"], "table.tests.correction: 'holmes' is not"),
        (["--rows", "opinion", "--net", "opinion.x=p9"], r"table.nets.opinion.x\[0\]: 'p9' is not an answer"),
        (["--rows", "opinion", "--net", "opinion=p1"], "--net takes QUESTION.NET=CODE"),
        (["--rows", "opinion", "--set", "quantiles=many"], "table.quantiles: a number belongs here"),
    ],
)
def test_an_option_that_cannot_be_is_pointed_at(answered: Path, arguments: list[str], complaint: str) -> None:
    with pytest.raises(CommandError, match=complaint):
        of_poll(*arguments)


def test_a_variable_made_for_a_table_does_not_tell_of_a_few(answered: Path) -> None:
    """A variable of the same name with another bound is another one, and is held against the first."""
    seats = sorted(
        float(row["seats"])
        for row in csv.DictReader(answered.read_text().splitlines())
        if row["seats"] not in ("", "dk")
    )
    bounds = [(seats[60] + seats[61]) / 2, (seats[62] + seats[63]) / 2]
    assert 0 < sum(bounds[0] < each <= bounds[1] for each in seats) < 5

    tables = [
        of_poll("--rows", "grade", "--columns", "size", "--derive", "size", f"large: seats > {bound}")
        for bound in bounds
    ]

    assert tables[0]["variables"][0]["base"][0][1] is not None
    assert tables[1]["variables"][0]["base"][0][1] is None
    assert Release.objects.latest("number").spec["derived"][0]["code"] == "size"


def test_a_narrower_base_is_a_base_of_its_own(answered: Path) -> None:
    of_poll("--rows", "channels", "--base", "valid")
    assert "channels valid" in Release.objects.latest("number").told["bases"]
    told = Release.objects.count()
    of_poll("--rows", "opinion", "--base", "asked")  # judged by the base of its question, which the results have told
    assert Release.objects.count() == told
    assert Poll.objects.count() == 1
