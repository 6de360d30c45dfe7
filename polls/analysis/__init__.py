"""Numbers in, numbers out: answers as columns, and all that is computed from them. NumPy and SciPy, no Django."""
