"""What is done for other programs: reading for them, and telling them."""
