"""The words of the findings about files, per language and by the product that the file comes from or goes to."""

from collections.abc import Mapping

from polls.codebook.schema import Text
from polls.exchange.messages.files import FILE_PROBLEMS
from polls.exchange.messages.limesurvey import LIMESURVEY
from polls.exchange.messages.settling import SETTLING
from polls.exchange.messages.xlsform import XLSFORM

__all__ = ["FILE_PROBLEMS", "MESSAGES"]

MESSAGES: Mapping[str, tuple[str, Text]] = {**LIMESURVEY, **XLSFORM, **SETTLING}
"""Weight (lost, changed) and sentence of each finding."""
