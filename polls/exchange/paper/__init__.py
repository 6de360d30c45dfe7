"""A questionnaire on paper: the form to fill in with a pen, and the codebook of its variables, as tagged PDF."""
