"""Which paths are respondents' and readers': they need no session, and many hold personal links."""

RESPONDENT_PATHS = ("/e/", "/g/", "/i/", "/join/", "/k/", "/o/", "/p/", "/r/", "/u/")

MACHINE_PATHS = ("/api/",)
"""Which paths are other programs': without a token they are counted by network."""
