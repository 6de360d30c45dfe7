"""What is done with a poll's responses: runs, closing, and the files made of them."""
