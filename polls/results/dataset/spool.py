"""The responses of one state of the data on disk, to be gone through more than once, a part at a time."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

import polars

from polls.analysis.table import ResponseTable
from polls.codebook.schema import Questionnaire
from polls.questionnaire.models import Poll, QuestionnaireVersion
from polls.results.dataset.bulk import read_whole
from polls.results.dataset.coding import AttributeCoder, coder_of
from polls.results.dataset.lines import coded_names, frame_of, line_schema, parse
from polls.results.dataset.state import read_state


@contextmanager
def spooled(poll: Poll, *, chunk: int) -> "Iterator[Spool]":
    """Copy the responses to a temporary file, so that the database is free again before they are worked on."""
    state = read_state(poll)
    versions = dict(QuestionnaireVersion.objects.filter(poll=poll).values_list("pk", "number"))
    with TemporaryFile() as lines:
        for part in read_whole(poll, state, chunk=chunk):
            lines.write(part.rstrip(b"\n") + b"\n")
        yield Spool(lines, state.count, versions, chunk)


class Spool:
    """Responses in the order of their random keys. ``count`` is about how many: some may have come in meanwhile."""

    def __init__(self, lines: IO[bytes], count: int, versions: Mapping[int, int], chunk: int) -> None:
        self._lines = lines
        self.count = count
        self._versions = versions
        self._chunk = chunk

    def frames(self, questionnaire: Questionnaire, *, with_pace: bool = False) -> Iterator[polars.DataFrame]:
        """Give the responses in frames of texts; see ``polls.results.dataset.frames``."""
        schema = line_schema(questionnaire, with_pace=with_pace) | {"l": polars.String, "v": polars.Int64}
        for part in self._parts():
            yield frame_of(part, schema, self._versions, coded_names(questionnaire))

    def tables(self, questionnaire: Questionnaire, wanted: Collection[str]) -> Iterator[ResponseTable]:
        """Give the responses in tables of the attributes and of the variables whose codes are ``wanted``."""
        schema = line_schema(questionnaire, with_texts=False, wanted=wanted)
        names = {code: name for code, name in coded_names(questionnaire).items() if code in wanted}
        variables = [variable for variable in questionnaire.variables if variable.code in wanted]
        for part in self._parts():
            answers, known = parse(part, schema, names)
            coders = {variable.code: coder_of(variable) for variable in variables}
            attributes = {name: AttributeCoder() for name in sorted(questionnaire.attributes)}
            for code, coder in coders.items():
                coder.add(answers[code])
            for name, attribute in attributes.items():
                attribute.add(known[name])
            yield ResponseTable(
                part.count(b"\n"),
                {code: coder.column() for code, coder in coders.items()},
                {name: attribute.column() for name, attribute in attributes.items()},
            )

    def _parts(self) -> Iterator[bytes]:
        self._lines.seek(0)
        while part := b"".join(islice(self._lines, self._chunk)):
            yield part
