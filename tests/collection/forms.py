"""Reads a page as a browser does: which fields it would send."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """Collects what a browser without a script would post of the page, by field name."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: dict[str, list[str]] = {}
        self.select = ""
        self.textarea = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "select":
            self.select = given["name"]
        elif tag == "option" and "selected" in given:
            self.add(self.select, given["value"])
        elif tag == "textarea":
            self.textarea = given["name"]
            self.add(self.textarea, "")
        elif tag == "input" and "name" in given:
            self.read_input(given)

    def read_input(self, given: dict[str, str]) -> None:
        if given.get("type") in ("radio", "checkbox"):
            if "checked" in given:
                self.add(given["name"], given["value"])
        elif given.get("type") != "file":
            self.add(given["name"], given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.posted[self.textarea][-1] += data

    def add(self, name: str, value: str) -> None:
        self.posted.setdefault(name, []).append(value)


def posted_by(html: str) -> dict[str, list[str]]:
    reader = FormReader()
    reader.feed(html)
    return reader.posted
