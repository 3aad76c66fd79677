"""Mails as they are sent (RFC 5322, MIME): header fields, the tree of parts, and what each part says, with places.

What of a mail its reader is shown, and who speaks in it, belongs in formats.
"""

from servicelint.syntax.mime.parts import Part, read

__all__ = ["Part", "read"]
