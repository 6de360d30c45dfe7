"""Every kind of question, from asking to files."""
