"""Codes that people give to open answers: the frame, its changes, its rows in a file, and the variable it becomes."""
