"""Which paths are respondents': they need no session, and they hold personal links."""

RESPONDENT_PATHS = ("/e/", "/g/", "/i/", "/join/", "/k/", "/o/", "/r/", "/u/")
