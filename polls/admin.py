"""Index of the admin classes, for Django's discovery. Each stage keeps its own."""
