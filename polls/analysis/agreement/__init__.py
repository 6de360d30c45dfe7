"""How far people who code the same answers agree: kappa, alpha and plain percentages, with their intervals."""
