"""Responses as an SPSS file, read back by programs that are not ours."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from polls.codebook.schema import Choice, Page, Question, QuestionKind, Questionnaire
from polls.reporting.writers import responses_sav, sav_cases
from tests.reporting.sector_poll import POLL
from tests.reporting.writers.frames import ROWS, frame
from tests.reporting.writers.spss import pspp, read_back

pytestmark = pytest.mark.pure


def written(folder: Path, *frames: pl.DataFrame, poll: Questionnaire = POLL, language: str = "nl") -> Path:
    path = folder / "file.sav"
    with path.open("wb") as stream:
        responses_sav.write(poll, frames, stream, language=language)
    return path


def test_values_and_reasons_are_numbers(tmp_path: Path) -> None:
    values, _about = read_back(written(tmp_path, frame(*ROWS)))
    first, second = values.rows(named=True)
    assert first == {
        "language": "nl", "version": "1", "role": "inhouse", "opinion": 4, "criterion": 5,
        "criterion.else.text": "Nabijheid", "directs": -1, "channels.phone": 1, "channels.chat": 0,
        "channels.mail": 1, "channels.none": 0, "rating": 7, "seats": 12.5, "comment": "Prima",
    }  # fmt: skip
    assert second == {
        "language": "en", "version": "1", "role": "bpo", "opinion": -2, "criterion": -3, "criterion.else.text": "",
        "directs": 1, "channels.phone": -2, "channels.chat": -2, "channels.mail": -2, "channels.none": -2,
        "rating": -2, "seats": -3, "comment": "",
    }  # fmt: skip


def test_variables_carry_labels_missing_codes_and_measures(tmp_path: Path) -> None:
    _values, about = read_back(written(tmp_path, frame(*ROWS)))
    assert about.file_label == "Uitbesteden van klantcontact"
    assert about.column_names_to_labels["channels.phone"] == "Welke kanalen besteedt u uit? – Telefoon"
    assert about.variable_value_labels["opinion"] == {
        1: "Zeer negatief", 2: "Negatief", 3: "Neutraal", 4: "Positief", 5: "Zeer positief",
        -1: "Weet niet", -2: "niet beantwoord", -3: "niet gesteld",
    }  # fmt: skip
    assert about.missing_ranges["opinion"] == [{"lo": -5, "hi": -1}]
    assert about.missing_ranges["comment"] == [{"lo": "_na", "hi": "_na"}]
    assert [about.variable_measure[name] for name in ("criterion", "opinion", "rating")] == [
        "nominal", "ordinal", "scale",
    ]  # fmt: skip
    assert about.file_encoding == "UTF-8"


def test_several_answers_make_a_multiple_response_set(tmp_path: Path) -> None:
    _values, about = read_back(written(tmp_path, frame(*ROWS), language="en"))
    assert about.mr_sets == {
        "channels": {
            "type": "D", "is_dichotomy": True, "counted_value": 1, "label": "Which channels do you outsource?",
            "variable_list": ["channels.phone", "channels.chat", "channels.mail", "channels.none"],
        }
    }  # fmt: skip


def test_codes_of_missing_lie_below_every_answer_where_it_may_be_negative(tmp_path: Path) -> None:
    balance = Question("balance", QuestionKind.NUMBER, {"nl": "Saldo?"}, decimals=2)
    poll = replace(POLL, pages=(Page("p", (balance,)),))
    rows = pl.DataFrame({"balance": ["-3", "-2.5", "-999999999999999", "", None]}, schema={"balance": pl.String})
    values, about = read_back(written(tmp_path, rows, poll=poll))
    assert values["balance"].to_list() == [-3, -2.5, -999999999999999, -(10**15) - 2, -(10**15) - 3]
    assert about.missing_ranges["balance"] == [{"lo": -(10.0**15) - 5, "hi": -(10.0**15) - 1}]


@pytest.mark.parametrize("text", ["é’ 😀", "x" * 255, "x" * 256, "ruim voldoende é’ " * 500, "regel 1\nregel 2", "_na"])
def test_texts_of_any_length_come_back(text: Any, tmp_path: Path) -> None:
    values, _about = read_back(written(tmp_path, frame({"comment": "kort"}, {"comment": text}, {"comment": ""})))
    assert values["comment"].to_list() == ["kort", text.rstrip(), ""]


def test_many_parts_make_the_file_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{**ROWS[position % 2], "comment": f"nummer {position}"} for position in range(101)]
    whole = written(tmp_path, frame(*rows)).read_bytes()
    monkeypatch.setattr(sav_cases, "MOST_BYTES", 1000)
    assert written(tmp_path, frame(*rows[:33]), frame(*rows[33:])).read_bytes() == whole
    values, about = read_back(tmp_path / "file.sav")
    assert values["comment"].to_list() == [f"nummer {position}" for position in range(101)]
    assert about.number_rows == 101


def test_without_responses_there_are_variables_only(tmp_path: Path) -> None:
    values, about = read_back(written(tmp_path))
    assert values.height == 0
    assert "opinion" in about.column_names


def test_long_labels_are_cut_between_letters(tmp_path: Path) -> None:
    long = Question("long", QuestionKind.SINGLE, {"nl": "één " * 100}, choices=(Choice("a", {"nl": "ë" * 90}),))
    poll = replace(POLL, pages=(Page("p", (long,)),))
    _values, about = read_back(written(tmp_path, pl.DataFrame({"long": ["a"]}), poll=poll))
    assert about.column_names_to_labels["long"] == ("één " * 100).encode()[:252].decode(errors="ignore").rstrip() + "…"
    assert about.variable_value_labels["long"][1] == "ë" * 58 + "…"


def test_names_are_what_spss_takes(tmp_path: Path) -> None:
    longest = "a" * 40
    options = tuple(Choice(code, {"nl": code}) for code in (f"{'b' * 39}1", f"{'b' * 39}2"))
    questions = (
        Question("all", QuestionKind.SHORT_TEXT, {"nl": "Alles"}),
        Question(longest, QuestionKind.MULTIPLE, {"nl": "Kies"}, choices=options),
    )
    poll = replace(POLL, pages=(Page("p", questions),))
    values, _about = read_back(written(tmp_path, pl.DataFrame({"all": ["x"], longest: [["b" * 39 + "2"]]}), poll=poll))
    first, second = f"{longest}.{'b' * 23}", f"{longest}.{'b' * 21}_2"
    assert values.rows(named=True) == [{"all_": "x", first: 0, second: 1}]


def test_number_codes_stay_themselves(tmp_path: Path) -> None:
    odd = Question(
        "odd", QuestionKind.SINGLE, {"nl": "?"}, choices=(Choice("9", {"nl": "n"}), Choice("2", {"nl": "t"}))
    )
    poll = replace(POLL, pages=(Page("p", (odd,)),))
    values, about = read_back(written(tmp_path, pl.DataFrame({"odd": ["2", "9"]}), poll=poll))
    assert values["odd"].to_list() == [2, 9]
    assert about.variable_value_labels["odd"] == {9: "n", 2: "t", -2: "niet beantwoord", -3: "niet gesteld"}


def test_pspp_counts_what_we_count(tmp_path: Path) -> None:
    rows = [{**ROWS[0], "comment": "é’" * 400}] * 30 + [ROWS[1]] * 12 + [{**ROWS[0], "opinion": "vneg"}] * 8
    written(tmp_path, frame(*rows))
    out = pspp(tmp_path, "GET FILE='file.sav'.\nFREQUENCIES opinion.\nMRSETS /DISPLAY NAME=[$channels].\n")
    counts = {
        row[1]: row[2] for row in out if len(row) > 3 and row[1] in ("Positief", "Zeer negatief", "niet beantwoord")
    }
    assert counts == {"Positief": "30", "Zeer negatief": "8", "niet beantwoord": "12"}
    assert any("$channels" in row[0] for row in out if row)
