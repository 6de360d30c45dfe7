"""Trying a questionnaire out before anybody answers it: random respondents, and why a question is shown."""
