"""From a question to the HTML by which it is asked."""
