"""The polls of the demo, as data: one published, one to answer, one to edit, one with every kind of question."""
