"""The addresses for other programs, and the pages on which staff give and take access."""
