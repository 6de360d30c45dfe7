"""Press text: sentences whose numbers are bound to the tables of a run, and the check of any text against that run."""
