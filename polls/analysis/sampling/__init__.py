"""Estimates from a sample that was drawn by a design: weights, strata, clusters and finite populations."""
