"""servicelint: a linter for the words a company says to its customers.

Files are discovered, parsed to documents, linted by rules, and the findings are reported or fixed.
"""

__version__ = "0.1.0"
