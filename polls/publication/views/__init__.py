"""Pages of publications: those of their makers, and those that everybody reads."""
