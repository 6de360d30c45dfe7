"""The three polls of the demo, as data: the published one, one to answer and one to edit."""
