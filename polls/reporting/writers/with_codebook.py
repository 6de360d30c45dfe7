"""Responses as CSV in an archive with the file that explains it to one program: R, Stata, or whatever reads DDI."""

from collections.abc import Callable, Iterable
from typing import BinaryIO, Protocol

import polars as pl

from polls.codebook.schema import Questionnaire
from polls.reporting.writers import codebook_ddi, responses_csv, script_r, script_stata
from polls.reporting.writers.archive import Archive
from polls.reporting.writers.first_frame import Frames
from polls.reporting.writers.response_columns import layout_for
from polls.reporting.writers.responses import Layout

Explain = Callable[[Questionnaire, Layout, str, str], str]
"""Makes the file beside the CSV: from the questionnaire, the columns, the name of the CSV file and the language."""


class Write(Protocol):
    """Writes the responses. ``labels`` makes no difference: the CSV has codes, the file beside it the words."""

    def __call__(
        self,
        questionnaire: Questionnaire,
        frames: Iterable[pl.DataFrame],
        stream: BinaryIO,
        *,
        language: str,
        labels: bool = False,
    ) -> None: ...


def _beside_csv(explain: Explain, ending: str) -> Write:
    def write(
        questionnaire: Questionnaire,
        frames: Iterable[pl.DataFrame],
        stream: BinaryIO,
        *,
        language: str,
        labels: bool = False,
    ) -> None:
        seen, name = Frames(frames), f"{questionnaire.slug}-responses-{language}"
        layout = layout_for(questionnaire, seen.first, language=language, labels=False)
        with Archive(stream) as archive:
            with archive.member(f"{name}.csv") as member:
                responses_csv.write(questionnaire, seen, member, language=language, labels=False)  # type: ignore[arg-type]
            archive.add(f"{name}.{ending}", explain(questionnaire, layout, f"{name}.csv", language))

    return write


write_r = _beside_csv(script_r.script, "R")
write_stata = _beside_csv(script_stata.script, "do")
write_ddi = _beside_csv(codebook_ddi.codebook, "xml")
