"""A questionnaire from and to the files of others: each reader gives what arrived, and a list of what did not."""
