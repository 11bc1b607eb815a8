"""What a validation error means to the person who wrote the case file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from goodoffices.case.base import NAME_PATTERN
from goodoffices.case.checks import Problem
from goodoffices.case.citations import Citation, Locator, Pinpoint, Quote
from goodoffices.case.model import Case
from goodoffices.case.states import nearest

__all__ = ["explain"]

_KINDS = {dict: "a mapping", list: "a list", tuple: "a list", str: "text", bool: "true or false", int: "a number"}
_EXPECTED = {
    "string_type": "text; put it in quotation marks if it is meant as text",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "tuple_type": "a list",
    "list_type": "a list",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_too_short": "text that is not empty",
    "finite_number": "a finite number",
    "invalid_key": "a name as the key",
}


def explain(error: ValidationError, data: dict[Any, Any]) -> list[Problem]:
    """Word every error of a validation, once for each place.

    Parameters
    ----------
    data
        The document, by which the place of each error is found.
    """
    found: dict[tuple[str | int, ...], list[Problem]] = {}
    for detail in error.errors(include_url=False):
        problem = _problem(detail, data)
        found.setdefault(problem.path, []).append(problem)
    return [_merged(path, same) for path, same in found.items()]


def _merged(path: tuple[str | int, ...], same: list[Problem]) -> Problem:
    """Make one message of what the alternatives of a form said of one place."""
    messages = list(dict.fromkeys(problem.message for problem in same))
    heads = {message.partition(", expected ")[0] for message in messages}
    if len(messages) > 1 and len(heads) == 1 and all(", expected " in message for message in messages):
        tails = [message.partition(", expected ")[2] for message in messages]
        return Problem(path, f"{heads.pop()}, expected {' or '.join(tails)}", same[0].key)
    return Problem(path, "; ".join(messages), same[0].key)


def _problem(detail: ErrorDetails, data: dict[Any, Any]) -> Problem:
    kind, loc = detail["type"], detail["loc"]
    if kind == "missing":
        parent = _real_path(loc[:-1], data)
        if isinstance(loc[-1], int):
            return Problem(parent, f"found a list of {loc[-1]}, expected at least {loc[-1] + 1}")
        return Problem((*parent, str(loc[-1])), f"missing; expected the key '{loc[-1]}' here", key=True)
    path = _real_path(loc, data)
    if kind == "extra_forbidden":
        return Problem(path, f"unknown key{nearest(str(loc[-1]), _keys_for(loc[:-1]))}", key=True)
    return Problem(path, _worded(detail), key="[key]" in loc)


def _worded(detail: ErrorDetails) -> str:
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    found = _found(value)
    if kind in _EXPECTED:
        return f"found {found}, expected {_EXPECTED[kind]}"
    if kind == "literal_error":
        return f"found {found}, expected {_choice(str(context['expected']), value)}"
    if kind == "string_pattern_mismatch":
        return f"found {found}, expected {_form(str(context['pattern']))}"
    if kind in {"too_short", "too_long"}:
        wanted = context.get("min_length") or context.get("max_length")
        return f"found a list of {context['actual_length']}, expected {wanted}"
    if kind in {"greater_than_equal", "less_than_equal"}:
        bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
        return f"found {found}, expected {bound}"
    return detail["msg"] if detail["msg"].startswith(("found", "expected")) else f"found {found}: {detail['msg']}"


def _choice(expected: str, value: Any) -> str:
    known = expected.replace("'", "").replace(" or ", ", ").split(", ")
    guess = nearest(value, known) if isinstance(value, str) else ""
    return f"one of {', '.join(known)}{guess if 'did you mean' in guess else ''}"


def _form(pattern: str) -> str:
    known = {
        NAME_PATTERN: "letters, digits, '-' or '_', beginning with a letter",
        r"^[0-9a-f]{64}$": "64 hexadecimal digits",
        r"^\d{2,4}$": "a CAMEO code of two to four digits, in quotation marks",
    }
    return known.get(pattern, "an option such as USA.talk")


def _found(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict | list | tuple):
        return f"{_KINDS[type(value)]}" if value else f"an empty {_KINDS[type(value)].split()[-1]}"
    text = str(value) if isinstance(value, bool | int | float) else repr(value)
    if len(text) > 80:
        text = text[:77] + "…'"
    return f"{text} ({_KINDS[type(value)]})" if type(value) in _KINDS and not isinstance(value, str) else text


def _real_path(loc: Iterable[str | int], data: Any) -> tuple[str | int, ...]:
    """Follow a location as far as the document goes, past the names of forms that only the models know."""
    path: list[str | int] = []
    here = data
    for part in loc:
        in_list = isinstance(here, list) and isinstance(part, int) and part < len(here)
        if in_list or (isinstance(here, dict) and part in here):
            here = here[part]
            path.append(part)
    return tuple(path)


def _keys_for(loc: tuple[str | int, ...]) -> list[str]:
    """List the keys of the model that stands at a location, for 'did you mean'."""
    model: type[BaseModel] = Case
    is_name = False  # the part after a mapping is a name, not a field
    for part in loc:
        field = None if is_name else _fields(model).get(str(part))
        is_name = field is not None and get_origin(field.annotation) is dict
        model = (field and _first_model(field.annotation)) or model
    forms = (Quote, Locator, Pinpoint) if model is Citation else (model,)
    return [key for form in forms for key in _fields(form)]


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _first_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _first_model(part)
        if found is not None:
            return found
    return None
