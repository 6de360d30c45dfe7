"""Results runs, the files made from them, and what people made of open answers."""

from polls.results.models.coding import Coder, Coding, CodingEdition, FrameChange, GivenCodes, SettledCodes
from polls.results.models.runs import (
    Export,
    MethodStatement,
    PollWeights,
    PressDraft,
    PressVersion,
    Quote,
    Release,
    Run,
    RunQuerySet,
    Shard,
    WorkState,
)

__all__ = [
    "Coder",
    "Coding",
    "CodingEdition",
    "Export",
    "FrameChange",
    "GivenCodes",
    "MethodStatement",
    "PollWeights",
    "PressDraft",
    "PressVersion",
    "Quote",
    "Release",
    "Run",
    "RunQuerySet",
    "SettledCodes",
    "Shard",
    "WorkState",
]
