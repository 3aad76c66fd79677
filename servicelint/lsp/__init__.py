"""The same pipeline behind an editor: texts as they are typed go in, diagnostics, pages, fixes and figures of menus come out.

Speaks the Language Server Protocol by way of pygls, which is imported here and nowhere else.
"""

NAME = "servicelint"
FIX_ALL = "source.fixAll.servicelint"
"""The kind of the action that makes all safe fixes; editors can run it whenever a file is saved."""
