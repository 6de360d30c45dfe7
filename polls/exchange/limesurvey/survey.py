"""The survey that the rows of a LimeSurvey file describe, whatever release of LimeSurvey wrote them.

Older releases write a row per language; since release 4 the texts stand in sections of their own (``…_l10ns``).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from polls.exchange.limesurvey.sections import Row, Sections, ordered

ByLanguage = dict[str, str]

ALWAYS = frozenset({"", "1"})


@dataclass
class Answer:
    """One answer option; ``scale`` is 1 for the second scale of a dual array."""

    code: str
    scale: str
    label: ByLanguage = field(default_factory=dict)


@dataclass
class Item:
    """One question or subquestion. ``attributes`` hold a value per language (``""``: for all)."""

    qid: str
    gid: str
    code: str
    kind: str
    scale: str
    has_other: bool
    mandatory: str
    relevance: str
    pattern: str
    text: ByLanguage = field(default_factory=dict)
    help: ByLanguage = field(default_factory=dict)
    attributes: dict[str, ByLanguage] = field(default_factory=dict)
    parts: list["Item"] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    has_default: bool = False

    def take(self, name: str) -> str:
        """Read an attribute that is the same in all languages, and strike it off the list of what is left."""
        return next((value.strip() for value in self.take_text(name).values() if value.strip()), "")

    def take_text(self, name: str) -> ByLanguage:
        return self.attributes.pop(name, {})

    def is_on(self, name: str) -> bool:
        return self.take(name) in ("1", "Y")

    def parts_of(self, scale: str) -> list["Item"]:
        return [part for part in self.parts if part.scale == scale]

    def answers_of(self, scale: str) -> list[Answer]:
        return [answer for answer in self.answers if answer.scale == scale]


@dataclass
class Group:
    """The questions of one page."""

    gid: str
    relevance: str
    randomization: str
    name: ByLanguage = field(default_factory=dict)
    description: ByLanguage = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)


@dataclass
class Survey:
    """The survey as a whole. ``settings`` is its own row, ``texts`` the rows of its languages."""

    settings: Row
    languages: tuple[str, ...]
    texts: dict[str, Row]
    groups: list[Group]
    strays: list[Item]
    orphans: list[Item]

    @property
    def items(self) -> Iterable[Item]:
        return (item for group in self.groups for item in group.items)


def read_survey(sections: Sections) -> Survey:
    """Put the rows together. ``strays`` are questions without their group, ``orphans`` parts without their question."""
    settings = next(iter(sections.of("surveys")), {})
    items, orphans = _items(sections)
    groups = _groups(sections)
    by_gid = {group.gid: group for group in groups}
    strays = []
    for item in items:
        if item.gid in by_gid:
            by_gid[item.gid].items.append(item)
        else:
            strays.append(item)
    texts = {row.get("surveyls_language", ""): row for row in sections.of("surveys_languagesettings")}
    return Survey(settings, _languages(sections, settings, texts), texts, groups, strays, orphans)


def _languages(sections: Sections, settings: Row, texts: dict[str, Row]) -> tuple[str, ...]:
    """The languages of the survey, its base language first."""
    listed = [settings.get("language", ""), *settings.get("additional_languages", "").split()]
    return tuple(dict.fromkeys(filter(None, [*listed, *sections.languages, *texts])))


def _groups(sections: Sections) -> list[Group]:
    groups: dict[str, Group] = {}
    for row in ordered(sections.of("groups"), "group_order"):
        gid = row.get("gid", "")
        relevance, randomization = row.get("grelevance", "").strip(), row.get("randomization_group", "").strip()
        group = groups.setdefault(gid, Group(gid, relevance, randomization))
        _add(group.name, row, "group_name")
        _add(group.description, row, "description")
    for row in sections.of("group_l10ns"):
        if row.get("gid", "") in groups:
            _add(groups[row["gid"]].name, row, "group_name")
            _add(groups[row["gid"]].description, row, "description")
    return list(groups.values())


def _items(sections: Sections) -> tuple[list[Item], list[Item]]:
    """The questions in order, each with its subquestions, answers and attributes; and the parts of none."""
    rows = [*sections.of("questions"), *sections.of("subquestions")]
    items: dict[str, Item] = {}
    parents: dict[str, str] = {}
    for row in ordered(rows, "question_order"):
        qid = row.get("qid", "")
        items.setdefault(qid, _item(row))
        parents[qid] = row.get("parent_qid", "0").strip() or "0"
        _add(items[qid].text, row, "question")
        _add(items[qid].help, row, "help")
    for row in sections.of("question_l10ns"):
        if row.get("qid", "") in items:
            _add(items[row["qid"]].text, row, "question")
            _add(items[row["qid"]].help, row, "help")
    _add_answers(sections, items)
    _add_attributes(sections, items)
    _add_conditions(sections, items)
    orphans = []
    for qid, parent in parents.items():
        if parent in items and parents[parent] == "0":
            items[parent].parts.append(items[qid])
        elif parent != "0":
            orphans.append(items[qid])
    return [item for qid, item in items.items() if parents[qid] == "0"], orphans


def _item(row: Row) -> Item:
    return Item(
        qid=row.get("qid", ""),
        gid=row.get("gid", ""),
        code=row.get("title", "").strip(),
        kind=row.get("type", "").strip(),
        scale=row.get("scale_id", "0").strip() or "0",
        has_other=row.get("other", "") == "Y",
        mandatory=row.get("mandatory", "").strip(),
        relevance=row.get("relevance", "").strip(),
        pattern=row.get("preg", "").strip(),
    )


def _add_answers(sections: Sections, items: dict[str, Item]) -> None:
    answers: dict[tuple[str, str, str], Answer] = {}
    by_id: dict[str, Answer] = {}
    for row in ordered(sections.of("answers"), "sortorder"):
        qid, code, scale = row.get("qid", ""), row.get("code", "").strip(), row.get("scale_id", "0").strip() or "0"
        if qid not in items:
            continue
        if (qid, scale, code) not in answers:
            answers[qid, scale, code] = Answer(code, scale)
            items[qid].answers.append(answers[qid, scale, code])
        _add(answers[qid, scale, code].label, row, "answer")
        by_id[row.get("aid", "")] = answers[qid, scale, code]
    for row in sections.of("answer_l10ns"):
        if row.get("aid", "") in by_id:
            _add(by_id[row["aid"]].label, row, "answer")


def _add_attributes(sections: Sections, items: dict[str, Item]) -> None:
    for row in sections.of("question_attributes"):
        name, value = row.get("attribute", "").strip(), row.get("value", "")
        if row.get("qid", "") in items and name and value.strip():
            items[row["qid"]].attributes.setdefault(name, {})[row.get("language", "")] = value
    for row in sections.of("defaultvalues"):
        if row.get("qid", "") in items:
            items[row["qid"]].has_default = True


def _add_conditions(sections: Sections, items: dict[str, Item]) -> None:
    """Write the rows of conditions of old releases as an equation, where the question has none of its own."""
    for qid, rows in sections.by("conditions", "qid").items():
        if qid in items and items[qid].relevance in ALWAYS:
            items[qid].relevance = _equation(rows)


def _equation(rows: list[Row]) -> str:
    """Scenarios are alternatives; within one, conditions on one question are alternatives and the rest is joined."""
    scenarios: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        name = row.get("cfieldname", "").strip()
        is_tick = name.startswith("+")
        method = row.get("method", "").strip() or "=="
        value = "Y" if is_tick else row.get("value", "").replace('"', "")
        part = f'{name.lstrip("+")} {method} "{value}"'
        scenarios.setdefault(row.get("scenario", "1"), {}).setdefault(row.get("cqid", ""), []).append(part)
    alternatives = [
        " and ".join(f"({' or '.join(parts)})" for parts in questions.values()) for questions in scenarios.values()
    ]
    return " or ".join(f"({alternative})" for alternative in alternatives)


def _add(texts: ByLanguage, row: Row, name: str) -> None:
    """Keep the row's text under its language; a row without a language is one of another release."""
    language, text = row.get("language", "").strip(), row.get(name, "")
    if language and text.strip():
        texts.setdefault(language, text)
