"""Advice before a launch: what is sound as a structure and yet would give poor answers, or none."""

from polls.codebook.lint.advice import advise

__all__ = ["advise"]
