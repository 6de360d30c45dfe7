"""Weights that make a sample look like its population in what is known of it."""
