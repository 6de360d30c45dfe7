"""What the editor fills in: forms and form fields of the design."""
