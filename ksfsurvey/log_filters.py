"""Keeps personal links out of the log."""

import logging

from ksfsurvey.paths import RESPONDENT_PATHS


class RouteForPath(logging.Filter):
    """Writes the route (``i/<str:token>/``) where Django would write the path of a respondent's page."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_without_link(argument, record) for argument in record.args)
        return True


def _without_link(argument: object, record: logging.LogRecord) -> object:
    if not isinstance(argument, str) or not argument.startswith(RESPONDENT_PATHS):
        return argument
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return match.route if match else argument[:3] + "…"
