"""Which paths are respondents': they need no session, and they hold personal links."""

RESPONDENT_PATHS = ("/i/", "/o/", "/r/", "/u/")
