"""Files, one format each. They load polars and xlsxwriter: import a writer where a file is made, not at the start."""
