"""XLSForm workbooks, the spreadsheet form of KoboToolbox, ODK and others: written, and read from anybody."""
