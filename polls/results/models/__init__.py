"""Results runs, the files made from them, and what people made of open answers."""

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
    "Export",
    "MethodStatement",
    "PollWeights",
    "PressDraft",
    "PressVersion",
    "Quote",
    "Release",
    "Run",
    "RunQuerySet",
    "Shard",
    "WorkState",
]
