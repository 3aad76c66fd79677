"""Families of template languages, one module each: `certainty(text)` and `tokens(text)`, see `tokens.Family`."""
