"""What respondents and editors see: the pages of a poll, and their preview."""
