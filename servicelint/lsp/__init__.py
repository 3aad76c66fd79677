"""The same pipeline behind an editor: texts as they are typed go in, diagnostics, pages, fixes and figures of menus come out.

Speaks the Language Server Protocol by way of pygls, which is imported here and nowhere else.
"""
