"""XML made of texts that people typed: what XML cannot hold is left out."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Give the text without the control signs that no XML file may have."""
    return _FORBIDDEN.sub("", text)


def child(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    """Add an element with a text. ``_`` at the end of an attribute's name is dropped (``from_``)."""
    made = SubElement(parent, tag, {key.rstrip("_"): legal(value) for key, value in attributes.items()})
    if text:
        made.text = legal(text)
    return made


def written(root: Element, *, doctype: str = "") -> str:
    """Write a whole document, indented."""
    indent(root, space="  ")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + (f"{doctype}\n" if doctype else "")
    return f"{head}{tostring(root, encoding='unicode')}\n"
