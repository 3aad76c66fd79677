"""Template languages read as copy: which text a customer sees, branch by branch, every character with its place.

Templates are scanned, never rendered; no template engine may enter here. A family of languages is one file in
`families/`.
"""

from servicelint.syntax.templates.joined import Joined
from servicelint.syntax.templates.readings import Reading, Template, family_of, readings
from servicelint.syntax.templates.tokens import Token

__all__ = ["Joined", "Reading", "Template", "Token", "family_of", "readings"]
