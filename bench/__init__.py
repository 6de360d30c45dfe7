"""Measurements: how fast the product collects, tabulates and writes, beside the limits of the same machine."""
