"""Numbers to words, tables, charts and files, in Dutch and in English. Plain Python, no Django."""
