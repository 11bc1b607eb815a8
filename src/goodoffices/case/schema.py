"""The JSON Schema of a case file, for editors, generated from the models."""

from __future__ import annotations

from typing import Any

from goodoffices.case.model import Case

__all__ = ["json_schema"]

# Parts that may also be written in a short form, which a validator reads and the generator therefore cannot see.
_SHORT: dict[str, list[dict[str, Any]]] = {
    "Constraint": [{"type": "string"}],
    "PreferenceStatement": [{"type": "string"}],
    "Target": [{"type": "string"}],
    "Preferences": [{"type": "array", "items": {"$ref": "#/$defs/PreferenceStatement"}}],
    "Issue": [{"type": "array", "items": {"type": ["string", "integer", "number"]}}],
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a case file.

    Examples
    --------
    >>> json_schema()["required"]
    ['case', 'title', 'as_of', 'parties']
    """
    schema = Case.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    for name, forms in _SHORT.items():
        definitions[name] = {"anyOf": [*forms, definitions[name]]}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "goodoffices case file"}
    return {**head, **schema, **head}
