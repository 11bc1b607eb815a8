"""How the documentation is built: Sphinx with MyST, no network, warnings as errors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import goodoffices

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "goodoffices"
author = "The goodoffices authors"
project_copyright = "The goodoffices authors, Apache License 2.0"
version = release = goodoffices.__version__
language = "en_GB"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
# A copy of what stands in the code block and nothing else: options such as --out are not turned into dashes.
smartquotes = False

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autodoc_type_aliases = {"BoolArray": "BoolArray", "IntArray": "IntArray"}
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True

html_theme = "furo"
html_title = f"goodoffices {release}"
html_static_path = ["_static"]
html_css_files = ["wide.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False

_FORWARD = re.compile(r"TypeAliasForwardRef\('(\w+)'\)")
_SEVERAL = re.compile(r"^(?P<names>[a-z_]+(?:, [a-z_]+)+)(?P<kind> : .*)?$")


def _say_attributes_one_by_one(*args: Any) -> None:
    """Split ``low, high : float`` into two entries, which napoleon would run together.

    It would also take the words before a colon in the line on a property for its type.
    """
    lines: list[str] = args[-1]
    if args[1] == "property" and lines:
        lines[0] = lines[0].replace(": ", " – ", 1)
    told: list[str] = []
    at = 0
    while at < len(lines):
        entry = _SEVERAL.match(lines[at])
        at += 1
        if entry is None:
            told.append(lines[at - 1])
            continue
        start = at
        while at < len(lines) and lines[at].startswith(" "):
            at += 1
        for name in entry["names"].split(", "):
            told += [name + (entry["kind"] or ""), *lines[start:at]]
    if "----------" in lines:
        lines[:] = told


def _write_factories_as_code(*args: Any) -> tuple[str, str | None] | None:
    """Put ``...`` where a default is made anew each time, and the names of arrays for their definition."""
    signature, returns = (_FORWARD.sub(r"\1", part) if part else part for part in args[-2:])
    return (signature.replace("<factory>", "..."), returns) if signature else None


def setup(app: Sphinx) -> None:
    """Prepare docstrings and signatures for the page."""
    app.connect("autodoc-process-docstring", _say_attributes_one_by_one, priority=400)
    app.connect("autodoc-process-signature", _write_factories_as_code)
