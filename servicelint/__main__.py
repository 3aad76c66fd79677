"""`python -m servicelint` is the command."""

from servicelint.cli import main

main()
