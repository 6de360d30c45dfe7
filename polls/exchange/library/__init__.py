"""Questions that come with the product, in Dutch and English: standard scales and the sector's own segments."""

from functools import cache
from pathlib import Path

from polls.codebook.schema import Questionnaire
from polls.exchange.json_file import read_json


@cache
def shipped() -> Questionnaire:
    """The shipped questions, a page per subject. They are data in the format of any questionnaire file."""
    return read_json(Path(__file__).with_name("questions.json").read_bytes()).questionnaire
