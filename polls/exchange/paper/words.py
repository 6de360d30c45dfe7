"""Conditions in words that a reader on paper understands: ``goal = costs`` becomes “question 3 is ‘Costs’”."""

from collections.abc import Collection, Mapping

from polls.codebook.answers import DONT_KNOW
from polls.codebook.rule_nodes import And, Answered, Comparison, Node, Not, Or
from polls.codebook.rules import RuleError, parse
from polls.codebook.schema import Question, Questionnaire, Source, in_language

WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "question": "vraag {number}",
        "=": "{name} is ‘{value}’",
        "!=": "{name} is niet ‘{value}’",
        "in": "{name} is een van {value}",
        "not in": "{name} is geen van {value}",
        "includes": "bij {name} is ‘{value}’ gekozen",
        "<": "{name} is kleiner dan {value}",
        "<=": "{name} is hoogstens {value}",
        ">": "{name} is groter dan {value}",
        ">=": "{name} is minstens {value}",
        "answered": "{name} is beantwoord",
        "member": "u hoort bij de groep {value}",
        "no member": "u niet hoort bij de groep {value}",
        "and": " en ",
        "or": " of ",
        "not": "niet: {part}",
        "dont_know": "weet niet",
    },
    "en": {
        "question": "question {number}",
        "=": "{name} is ‘{value}’",
        "!=": "{name} is not ‘{value}’",
        "in": "{name} is one of {value}",
        "not in": "{name} is none of {value}",
        "includes": "at {name} ‘{value}’ is chosen",
        "<": "{name} is less than {value}",
        "<=": "{name} is at most {value}",
        ">": "{name} is more than {value}",
        ">=": "{name} is at least {value}",
        "answered": "{name} is answered",
        "member": "you belong to the group {value}",
        "no member": "you do not belong to the group {value}",
        "and": " and ",
        "or": " or ",
        "not": "not: {part}",
        "dont_know": "don't know",
    },
}


class Speaker:
    """Says conditions of one questionnaire in one language. ``numbers`` are those of the questions on paper."""

    def __init__(self, questionnaire: Questionnaire, language: str, numbers: Mapping[str, int]) -> None:
        self.questionnaire = questionnaire
        self.language = language
        self.numbers = numbers
        self.words = WORDS[language]
        of_contact = [each for each in questionnaire.segment_variables if each.source_kind is Source.CONTACT]
        self.attributes = {each.source: each for each in of_contact}

    def condition(self, source: str) -> str:
        """The condition in words; as it was written where it has parts that have no words."""
        if not source.strip():
            return ""
        try:
            return self.said(parse(source).root)
        except (RuleError, LookupError):
            return source.strip()

    def said(self, node: Node) -> str:
        match node:
            case And(parts):
                return self.words["and"].join(self.part(part) for part in parts)
            case Or(parts):
                return self.words["or"].join(self.part(part) for part in parts)
            case Not(part):
                return self.words["not"].format(part=self.part(part))
            case Answered(name):
                return self.words["answered"].format(name=self.name(name))
            case Comparison(name, operator, literals):
                group = self.group(name, operator, {literal.text for literal in literals})
                if group:
                    return group
                values = [self.value(name, literal.text) for literal in literals]
                value = ", ".join(f"‘{value}’" for value in values) if operator in ("in", "not in") else values[0]
                return self.words[operator].format(name=self.name(name), value=value)
        raise LookupError(type(node).__name__)

    def part(self, node: Node) -> str:
        said = self.said(node)
        return f"({said})" if isinstance(node, And | Or) else said

    def group(self, name: str, operator: str, values: Collection[str]) -> str:
        """Who is meant, by the words for the groups of an attribute; nothing where they do not say exactly that.

        A codebook, which numbers no questions, speaks of what is stored.
        """
        key = {"=": "member", "in": "member", "!=": "no member", "not in": "no member"}.get(operator)
        variable = self.attributes.get(name)
        if key is None or variable is None or not self.numbers:
            return ""
        meant = [segment for segment in variable.segments if set(segment.values) <= set(values)]
        if {value for segment in meant for value in segment.values} != set(values):
            return ""
        labels = [f"‘{in_language(segment.label, self.language)}’" for segment in meant]
        return self.words[key].format(value=self.words["or"].join(labels))

    def name(self, name: str) -> str:
        """A question by its number, with its row; anything else by its own name."""
        code, _, part = name.partition(".")
        if code not in self.numbers:
            return name
        numbered = self.words["question"].format(number=self.numbers[code])
        label = self.row_label(self.questionnaire.question_by_code[code], part) if part else ""
        return f"{numbered} ({label})" if label else numbered

    def row_label(self, question: Question, part: str) -> str:
        labels = {row.code: row.label for row in question.rows} | {each.code: each.label for each in question.choices}
        return in_language(labels.get(part, {}), self.language) or part

    def value(self, name: str, text: str) -> str:
        if text == DONT_KNOW:
            return self.words["dont_know"]
        question = self.questionnaire.question_by_code.get(name.partition(".")[0])
        choice = question.choice_by_code.get(text) if question else None
        return in_language(choice.label, self.language) if choice else text
