"""What people write in YAML: rules, acts, the configuration. Each is read, checked, and its mistakes get a place.

Imported only when there is YAML to read; what is made of it is plain data that loads from JSON the next time.
"""
