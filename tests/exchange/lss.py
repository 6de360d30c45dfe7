"""Small LimeSurvey files, in the form of release 3 (a row per language) and of release 6 (texts apart)."""

from dataclasses import dataclass, field
from xml.sax.saxutils import escape

Fields = dict[str, str]


@dataclass
class Part:
    """A question or subquestion of the file."""

    code: str
    kind: str = "S"
    text: str = "Question?"
    answers: tuple[str, ...] = ()
    second_answers: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    attributes: Fields = field(default_factory=dict)
    relevance: str = "1"
    mandatory: str = "N"
    other: str = "N"
    pattern: str = ""
    row_relevance: Fields = field(default_factory=dict)


def lss(*parts: Part, texts_apart: bool = True, languages: str = "nl en", **survey: str) -> bytes:
    """Write a survey of one group with the parts as its questions."""
    base, *others = languages.split()
    settings = {
        "sid": "123456",
        "language": base,
        "additional_languages": " ".join(others),
        "anonymized": "Y",
        **survey,
    }
    sections: dict[str, list[Fields]] = {"surveys": [settings]}
    for language in (base, *others):
        title = {
            "surveyls_title": f"Titel {language}",
            "surveyls_language": language,
            "surveyls_endtext": "<p>Dank!</p>",
        }
        sections.setdefault("surveys_languagesettings", []).append(title)
    writer = _Writer(sections, (base, *others), texts_apart)
    writer.group()
    for number, part in enumerate(parts):
        writer.part(part, number)
    return document(sections, languages)


def document(sections: dict[str, list[Fields]], languages: str = "nl en") -> bytes:
    listed = "".join(f"<language>{language}</language>" for language in languages.split())
    body = "".join(_section(name, rows) for name, rows in sections.items())
    start = '<?xml version="1.0" encoding="UTF-8"?>\n<document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
    return f"{start}<DBVersion>600</DBVersion><languages>{listed}</languages>{body}</document>".encode()


def _section(name: str, rows: list[Fields]) -> str:
    written = "".join("<row>" + "".join(map(_field, row.items())) + "</row>" for row in rows)
    return f"<{name}><fields/><rows>{written}</rows></{name}>"


def _field(item: tuple[str, str]) -> str:
    name, value = item
    return f"<{name}><![CDATA[{value}]]></{name}>" if "]]>" not in value else f"<{name}>{escape(value)}</{name}>"


@dataclass
class _Writer:
    sections: dict[str, list[Fields]]
    languages: tuple[str, ...]
    texts_apart: bool
    next_id: int = 100

    def add(self, section: str, apart: str, row: Fields, key: str, texts: Fields) -> None:
        """Write the row once with its texts apart, or once per language."""
        if self.texts_apart:
            self.sections.setdefault(section, []).append(row)
        for language in self.languages:
            said = {name: f"{text} [{language}]" for name, text in texts.items()}
            if self.texts_apart:
                self.sections.setdefault(apart, []).append({key: row[key], "language": language, **said})
            else:
                self.sections.setdefault(section, []).append({**row, "language": language, **said})

    def group(self) -> None:
        row = {"gid": "10", "group_order": "0", "grelevance": "1"}
        self.add("groups", "group_l10ns", row, "gid", {"group_name": "Over u", "description": "<b>Intro</b>"})

    def part(self, part: Part, number: int) -> None:
        qid = self.question(part, "0", number, "0", "questions")
        for scale, codes in (("0", part.rows), ("1", part.columns)):
            for order, code in enumerate(codes):
                relevance = part.row_relevance.get(code, "1")
                row = Part(code, "T", f"Part {code}", relevance=relevance)
                self.question(row, qid, order, scale, "subquestions")
        for scale, codes in (("0", part.answers), ("1", part.second_answers)):
            for order, code in enumerate(codes):
                self.next_id += 1
                answer = {
                    "aid": str(self.next_id),
                    "qid": qid,
                    "code": code,
                    "sortorder": str(order),
                    "scale_id": scale,
                }
                self.add("answers", "answer_l10ns", {**answer, "scale_id": scale}, "aid", {"answer": f"Answer {code}"})
        for name, value in part.attributes.items():
            attribute = {"qid": qid, "attribute": name, "value": value, "language": ""}
            self.sections.setdefault("question_attributes", []).append(attribute)

    def question(self, part: Part, parent: str, order: int, scale: str, section: str) -> str:
        self.next_id += 1
        row = {
            "qid": str(self.next_id),
            "parent_qid": parent,
            "gid": "10",
            "type": part.kind,
            "title": part.code,
            "preg": part.pattern,
            "other": part.other,
            "mandatory": part.mandatory,
            "question_order": str(order),
            "scale_id": scale,
            "relevance": part.relevance,
        }
        self.add(section, "question_l10ns", row, "qid", {"question": part.text})
        return row["qid"]
