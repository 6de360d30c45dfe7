"""The demo: three polls, synthetic contacts and answers, and a mailbox that catches all mail."""
