"""From data to pages and pictures, with the fonts that are shipped here: what more than one room prints with."""
