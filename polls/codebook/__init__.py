"""The poll as data: the language that every other part of the product speaks. Plain Python, no Django."""
