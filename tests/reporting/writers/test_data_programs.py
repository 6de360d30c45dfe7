"""Files of responses opened by R and by rules that are not ours: every program counts what the run counts."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import polars as pl
import pytest
from lxml import etree  # type: ignore[import-untyped]

from polls.reporting.writers import responses_sav, responses_triple_s, with_codebook
from tests.reporting.sector_poll import POLL, respondent, sector_summary
from tests.reporting.writers.frames import frame
from tests.reporting.writers.programs import run_r
from tests.reporting.writers.spss import pspp
from tests.reporting.writers.stata import Stata

pytestmark = pytest.mark.pure

N = 152


def everyone() -> pl.DataFrame:
    """All respondents of the sector poll as the results stage hands them over."""
    rows = []
    for position in range(N):
        answers, attributes = respondent(position)
        rows.append({**answers, "attributes.role": attributes["role"], "language": "nl", "version": "1"})
    return frame(*rows)


def counts_of(question: str) -> dict[str, int]:
    """Give the counts of the run, by the label that the files carry."""
    summary: Any = next(each for each in sector_summary()["questions"] if each["code"] == question)
    labels = {choice.code: choice.label["nl"] for choice in POLL.variable_by_code[question].options}
    return {labels[row["code"]]: row["count"] for row in summary["groups"][0]["rows"] if row["code"] in labels}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give the folder with the files of a format."""
    writers = {
        "r": with_codebook.write_r,
        "stata": with_codebook.write_stata,
        "ddi": with_codebook.write_ddi,
        "triple_s": responses_triple_s.write,
    }

    def unpack(name: str) -> Path:
        stream, folder = io.BytesIO(), tmp_path_factory.mktemp(name)
        writers[name](POLL, [everyone()[:100], everyone()[100:]], stream, language="nl")
        zipfile.ZipFile(stream).extractall(folder)
        return folder

    return unpack


@pytest.fixture
def sav(tmp_path: Path) -> Path:
    with (tmp_path / "file.sav").open("wb") as stream:
        responses_sav.write(POLL, [everyone()], stream, language="nl")
    return tmp_path


def test_r_reads_the_spss_file_with_labels_and_counts_what_the_run_counts(sav: Path) -> None:
    lines = run_r(
        sav,
        """
        library(haven)
        poll <- read_sav("file.sav")
        for (name in c("opinion", "criterion")) {
          counts <- table(as_factor(poll[[name]]))
          cat(paste(name, names(counts), counts, sep = "|"), sep = "\\n")
        }
        cat(paste("channels", sum(poll$channels.phone, na.rm = TRUE), attr(poll$channels.phone, "label"), sep = "|"))
        """,
    )
    found = {
        tuple(line.split("|")[:2]): int(line.split("|")[2])
        for line in lines
        if line.count("|") == 2 and "chan" not in line
    }
    for name in ("opinion", "criterion"):
        for label, count in counts_of(name).items():
            assert found[name, label] == count
    assert lines[-1] == "channels|92|Welke kanalen besteedt u uit? – Telefoon"


def test_pspp_counts_what_the_run_counts(sav: Path) -> None:
    rows = pspp(sav, "GET FILE='file.sav'.\nFREQUENCIES VARIABLES=opinion criterion.\n")
    found = {row[1]: int(row[2]) for row in rows if len(row) > 3 and row[2].isdigit() and row[1]}
    for name in ("opinion", "criterion"):
        for label, count in counts_of(name).items():
            assert found.get(label, 0) == count


def test_the_script_for_r_loads_labels_and_keeps_the_reasons(unpacked: Callable[[str], Path]) -> None:
    folder = unpacked("r")
    lines = run_r(
        folder,
        """
        source("sector-responses-nl.R")
        counts <- table(poll$opinion)
        cat(paste(names(counts), counts, sep = "|"), sep = "\\n")
        cat(paste("ordered", is.ordered(poll$opinion)), paste("seats", mean(poll$seats)), sep = "\\n")
        reasons <- function(name, reason) sum(missing[[name]] == reason, na.rm = TRUE)
        cat(paste("phone", sum(poll$channels.phone)), paste("asked", reasons("criterion", "niet gesteld")), sep = "\\n")
        cat(paste("dont know", reasons("opinion", "Weet niet")), attr(poll$rating, "label"), sep = "\\n")
        """,
    )
    found = dict(line.split("|") for line in lines if "|" in line)
    assert {label: int(count) for label, count in found.items()} == counts_of("opinion")
    mean = next(each for each in sector_summary()["questions"] if each["code"] == "seats")["groups"][0]["mean"]
    assert "ordered TRUE" in lines
    assert float(next(line for line in lines if line.startswith("seats")).split()[1]) == pytest.approx(mean["mean"])  # type: ignore[index]
    assert [line for line in lines if re.match("phone|asked|dont", line)] == ["phone 92", "asked 52", "dont know 16"]
    assert lines[-1] == "Hoe waarschijnlijk is het dat u uitbesteden aanbeveelt?"


def test_the_do_file_for_stata_makes_the_same_numbers(unpacked: Callable[[str], Path]) -> None:
    """Run by an interpreter of the statements that it is made of, under Stata's rules for names and quotes."""
    folder = unpacked("stata")
    stata = Stata(folder)
    stata.run((folder / "sector-responses-nl.do").read_text())
    assert len(stata.data["opinion"]) == N
    counted = Counter(stata.labelled("opinion"))
    assert {label: counted[label] for label in counts_of("opinion")} == counts_of("opinion")
    assert counted["Weet niet"] == 16
    assert Counter(stata.labelled("criterion"))["niet gesteld"] == 52
    assert sum(value == 1 for value in stata.data["channels_phone"]) == 92
    assert stata.labels["channels_mail"] == "Welke kanalen besteedt u uit? – E-mail"
    assert stata.data["seats"][:3] == [12.0, 25.0, 40.0]


DTD = """
<!ELEMENT sss (date?, time?, origin?, user?, survey)>
<!ATTLIST sss version (2.0) #REQUIRED languages NMTOKENS #IMPLIED modes NMTOKENS #IMPLIED>
<!ELEMENT date (#PCDATA)> <!ELEMENT time (#PCDATA)> <!ELEMENT origin (#PCDATA)> <!ELEMENT user (#PCDATA)>
<!ELEMENT survey (name?, version?, title?, record+)>
<!ELEMENT name (#PCDATA)> <!ELEMENT version (#PCDATA)> <!ELEMENT title (#PCDATA)>
<!ELEMENT record (variable+)>
<!ATTLIST record ident CDATA #REQUIRED href CDATA #IMPLIED format (fixed|csv) "fixed" skip CDATA #IMPLIED>
<!ELEMENT variable (name, label, position, filter?, spread?, (size | values)?)>
<!ATTLIST variable ident CDATA #REQUIRED use (serial|weight) #IMPLIED
  type (single|multiple|quantity|character|logical|date|time) #REQUIRED format (numeric|literal) #IMPLIED>
<!ELEMENT label (#PCDATA)> <!ELEMENT filter (#PCDATA)> <!ELEMENT size (#PCDATA)>
<!ELEMENT position EMPTY> <!ATTLIST position start CDATA #REQUIRED finish CDATA #IMPLIED>
<!ELEMENT spread EMPTY> <!ATTLIST spread subfields CDATA #REQUIRED width CDATA #IMPLIED>
<!ELEMENT values (range?, value*)>
<!ELEMENT range EMPTY> <!ATTLIST range from CDATA #REQUIRED to CDATA #REQUIRED>
<!ELEMENT value (#PCDATA)> <!ATTLIST value code CDATA #REQUIRED score CDATA #IMPLIED>
"""
"""The structure of Triple-S XML 2.0 in our own words, after the published standard (2.0.002, 2011)."""


def test_the_triple_s_definition_is_valid_and_fits_its_data(unpacked: Callable[[str], Path]) -> None:
    folder = unpacked("triple_s")
    definition = etree.parse(folder / "sector-triple-s-nl.sss", etree.XMLParser(load_dtd=False, no_network=True))
    dtd = etree.DTD(io.StringIO(DTD))
    assert dtd.validate(definition), dtd.error_log
    record = definition.getroot().find("survey/record")
    assert record is not None
    data = pl.read_csv(
        folder / record.get("href", ""), infer_schema=False, skip_rows=int(record.get("skip", "0")), has_header=False
    )
    assert data.height == N
    for variable in record:
        column = data.to_series(int(variable.find("position").get("start")) - 1).drop_nulls()
        check_values(variable, [value for value in column.to_list() if value != ""])
    opinion = Counter(data.to_series(3).to_list())
    labels = {value.text: value.get("code") for value in record[3].iter("value")}
    assert {label: opinion[labels[label]] for label in counts_of("opinion")} == counts_of("opinion")
    assert sum(bits.startswith("1") for bits in data.to_series(7).drop_nulls().to_list()) == 92


def check_values(variable: Any, values: list[str]) -> None:
    """Each field is one that its definition allows."""
    kind, codes = variable.get("type"), [value.get("code") for value in variable.iter("value")]
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_.]*", variable.findtext("name"))
    if kind == "single":
        assert set(values) <= set(codes)
    elif kind == "multiple":
        assert {len(value) for value in values} == {len(codes)}
        assert set("".join(values)) <= {"0", "1"}
    elif kind == "character":
        assert max(map(len, values), default=0) <= int(variable.findtext("size"))
    elif kind == "quantity":
        bounds = variable.find("values/range")
        assert float(bounds.get("from")) <= min(map(float, values))
        assert max(map(float, values)) <= float(bounds.get("to"))


def test_the_ddi_codebook_describes_every_column_of_its_file(unpacked: Callable[[str], Path]) -> None:
    folder = unpacked("ddi")
    root = fromstring((folder / "sector-responses-nl.xml").read_text())
    space = {"d": "ddi:codebook:2_5"}
    assert [child.tag.partition("}")[2] for child in root] == ["stdyDscr", "fileDscr", "dataDscr"]
    assert root.findtext("d:stdyDscr/d:citation/d:titlStmt/d:titl", namespaces=space) == "Uitbesteden van klantcontact"
    heading = (folder / "sector-responses-nl.csv").read_text("utf-8-sig").splitlines()[0]
    variables = root.findall("d:dataDscr/d:var", space)
    assert [variable.get("name") for variable in variables] == heading.split(";")
    opinion = next(each for each in variables if each.get("name") == "opinion")
    assert opinion.findtext("d:qstn/d:qstnLit", namespaces=space) == POLL.variable_by_code["opinion"].text["nl"]
    assert categories(opinion, space) == [
        ("vneg", None), ("neg", None), ("neutral", None), ("pos", None), ("vpos", None),
        ("_dk", "Y"), ("", "Y"), ("_na", "Y"),
    ]  # fmt: skip
    order = [child.tag.partition("}")[2] for child in opinion]
    assert sorted(set(order), key=order.index) == ["labl", "qstn", "catgry", "varFormat"]
    group = root.find("d:dataDscr/d:varGrp", space)
    assert group is not None
    names = {variable.get("ID"): variable.get("name") for variable in variables}
    assert [names[each] for each in group.get("var", "").split()] == [
        f"channels.{option.code}" for option in POLL.variable_by_code["channels"].options
    ]


def categories(variable: Element, space: dict[str, str]) -> list[tuple[str | None, str | None]]:
    found = variable.findall("d:catgry", space)
    return [(each.findtext("d:catValu", namespaces=space), each.get("missing")) for each in found]


def test_the_same_responses_give_the_same_archive() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    for stream in (first, second):
        responses_triple_s.write(POLL, [everyone()], stream, language="en")
    assert first.getvalue() == second.getvalue()
