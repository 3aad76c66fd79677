"""servicelint: a linter for the words a company says to its customers."""
