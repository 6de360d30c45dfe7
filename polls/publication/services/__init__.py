"""What is done with publications: composed, frozen, approved, published, corrected, withdrawn, read."""
