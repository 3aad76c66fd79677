"""The documentation site, from the pages that the repository shows: `python -m sphinx -W docs site`.

The pages of rules and profiles are those of `servicelint explain`, written by `python docs/tables.py`.
"""

from servicelint import __version__

project = "servicelint"
release = __version__
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["schema"]
html_theme = "furo"
html_title = "servicelint"
html_copy_source = False
html_show_sphinx = False
myst_heading_anchors = 3
suppress_warnings = ["misc.highlighting_failure", "myst.xref_missing", "toc.not_included"]
