"""Every text that staff and respondents see exists in Dutch, and the compiled catalogue is the one in the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

pytestmark = pytest.mark.pure

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po"
SOURCES = ("accounts", "ksfsurvey", "polls", "templates")
MARKERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
TEXT = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
IN_TEMPLATE = re.compile(rf"\b(n?p?)gettext\({TEXT}(?:,\s*{TEXT})?")


def messages_in_python(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        constants = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        texts = [text for text in constants if isinstance(text, str)]
        if name in MARKERS and texts:
            yield texts[1] if name.startswith("pgettext") else texts[0]


def messages_in_template(path: Path) -> Iterator[str]:
    for prefix, first, second in IN_TEMPLATE.findall(templatize(path.read_text())):
        yield ast.literal_eval(second if prefix == "p" else first)


def messages_in_source() -> set[str]:
    found: set[str] = set()
    for folder in SOURCES:
        for path in (ROOT / folder).rglob("*.py"):
            found.update(messages_in_python(path))
        for path in [*(ROOT / folder).rglob("*.html"), *(ROOT / folder).rglob("*.txt")]:
            found.update(messages_in_template(path))
    return found


def test_each_message_in_the_source_stands_in_the_dutch_catalogue() -> None:
    known = {entry.msgid for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}

    assert sorted(messages_in_source() - known - {""}) == []


def test_each_message_in_the_catalogue_is_translated() -> None:
    unfinished = [
        entry.msgid for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete and not entry.translated()
    ]

    assert unfinished == []


def test_translations_keep_their_placeholders() -> None:
    placeholder = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")
    broken = [
        entry.msgid
        for entry in polib.pofile(str(CATALOGUE))
        if entry.msgstr and set(placeholder.findall(entry.msgid)) != set(placeholder.findall(entry.msgstr))
    ]

    assert broken == []


def test_the_compiled_catalogue_is_made_of_the_one_in_the_source() -> None:
    source = polib.pofile(str(CATALOGUE))
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    expected = {
        (entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr for entry in source if entry.translated()
    }

    assert {(entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr for entry in compiled} == expected
