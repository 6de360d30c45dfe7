"""Pages of the results stage: the list of polls, results, runs, downloads."""
