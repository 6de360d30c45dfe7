"""What can be wrong with a request, as RFC 9457 wants it told: one entry per kind of problem."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from polls.api.words import Words


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its status, its title, and what whoever meets it can do."""

    status: int
    title: Words
    advice: Words


PROBLEMS: Mapping[str, Kind] = {
    "bad-parameter": Kind(
        400, _("A parameter is not right"), _("“detail” names the parameter and says what it may be.")
    ),
    "no-token": Kind(
        401, _("A token is needed"), _("Send the token in the header: “Authorization: Bearer” and the token.")
    ),
    "wrong-token": Kind(
        401,
        _("The token does not work"),
        _("It is mistyped, revoked, or past its date. Ask the administrator for a new one."),
    ),
    "not-allowed": Kind(
        403,
        _("The token may not read this"),
        _("The administrator decides what a token may read; ask for a wider one."),
    ),
    "not-found": Kind(
        404, _("There is nothing here"), _("It does not exist, or the token is for other polls. Start from a list.")
    ),
    "wrong-method": Kind(405, _("Only reading is possible"), _("Every address takes GET and HEAD, and nothing else.")),
    "too-many-requests": Kind(
        429, _("Too many requests"), _("Wait as many seconds as “Retry-After” says, then go on.")
    ),
    "broken": Kind(500, _("Something went wrong here"), _("It is in our log. Try again later.")),
    "unavailable": Kind(
        503, _("The service is not available now"), _("Wait as many seconds as “Retry-After” says, then try again.")
    ),
}
"""By the last part of the problem's ``type``."""


@dataclass(frozen=True)
class Problem:
    """What went wrong, as RFC 9457 describes it (application/problem+json)."""

    type: Annotated[str, _("The kind of problem, as the address of its explanation.")]
    title: Annotated[str, _("The kind of problem, in words.")]
    status: Annotated[int, _("The HTTP status.")]
    detail: Annotated[str, _("What is wrong with this request.")]
    instance: Annotated[str, _("The path that was asked for.")]


class ProblemError(Exception):
    """Ends a request with a problem. ``headers`` go with it."""

    def __init__(self, code: str, detail: Words = "", **headers: Any) -> None:
        super().__init__(code)
        self.code, self.kind = code, PROBLEMS[code]
        self.detail = detail or self.kind.advice
        self.headers = {name.replace("_", "-"): str(value) for name, value in headers.items()}
