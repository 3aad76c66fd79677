"""Speech acts: how people thank, promise, refuse …, compiled from phrase lists and found in text. spaCy lives only here."""
