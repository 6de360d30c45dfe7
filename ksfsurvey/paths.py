"""Which paths are respondents': they need no session, and they hold personal links."""

RESPONDENT_PATHS = ("/e/", "/g/", "/i/", "/join/", "/k/", "/o/", "/r/", "/u/")

MACHINE_PATHS = ("/api/",)
"""Which paths are other programs': without a token they are counted by network."""
