"""Holding a text against a run: which numbers and claims of an article the run supports, and which it does not."""
