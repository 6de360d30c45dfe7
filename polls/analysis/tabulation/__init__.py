"""The tabulation engine: a table specification and a table of answers in, a table document out.

``variables`` says what can be tabulated, ``spec`` what is asked for, ``run.tabulate`` makes the document.
"""
