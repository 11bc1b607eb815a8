"""A brief as one HTML file that loads nothing and runs nothing."""

from __future__ import annotations

import base64
import hashlib
import importlib
import importlib.resources
from typing import Any

from goodoffices.brief.document import Document
from goodoffices.errors import BriefError
from goodoffices.wording import date_text

__all__ = ["html_page", "package", "template"]


def template(name: str) -> str:
    """Return the text of a template that is shipped with the program."""
    return importlib.resources.files("goodoffices.brief").joinpath("templates", name).read_text("utf-8")


def package(name: str) -> Any:
    """Import a package that only the brief needs.

    Raises
    ------
    BriefError
        If it is not installed; says how to install it.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise BriefError(
            f"this format needs the package {name!r}, which is not installed; run: pip install 'goodoffices[brief]'"
        ) from error


def html_page(document: Document) -> str:
    """Return a document as a page in one file, with a style for print and for dark screens.

    Raises
    ------
    BriefError
        If Jinja2 is not installed.
    """
    jinja2 = package("jinja2")
    markup = package("markupsafe").Markup
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=jinja2.FunctionLoader(template),
    )
    style = template("brief.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    # Only our own drawings and our own style sheet pass unescaped; a drawing escapes the words in it.
    environment.filters["drawing"] = markup
    environment.filters["kind"] = lambda block: type(block).__name__.lower()
    page: str = environment.get_template("brief.html.j2").render(
        document=document, style=markup(style), digest=digest, as_of=date_text(document.as_of)
    )
    return page
