"""The demo: four polls, synthetic contacts and answers, and a mailbox that catches all mail."""
