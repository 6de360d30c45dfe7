"""Open answers: read where enough people wrote one, coded by people, and taken into the results as codes."""
