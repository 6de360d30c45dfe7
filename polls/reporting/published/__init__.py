"""What readers are shown of a run: chosen, put in order and in words by its makers, and then frozen."""
