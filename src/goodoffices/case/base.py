"""What every model of the case shares: strictness, names, handling."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

__all__ = [
    "MAX_NAME",
    "NAME_PATTERN",
    "Handling",
    "HandlingLevel",
    "Model",
    "Name",
    "OneOrMore",
    "Text",
    "handling_rank",
]

NAME_PATTERN = r"^[A-Za-z][A-Za-z0-9_-]*$"
MAX_NAME = 80


def _name(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, str):
        raise PydanticCustomError(
            "name",
            "found {kind}, expected a name in letters, digits, '-' or '_'; put quotes around it if it is meant as text",
            {"kind": f"{type(value).__name__} {value!r}"},
        )
    return value


Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN, max_length=MAX_NAME), BeforeValidator(_name)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True)]
HandlingLevel = Literal["open", "internal", "confidential"]
Handling = HandlingLevel | None


def handling_rank(level: HandlingLevel) -> int:
    """Order the levels of handling, the most open first.

    Examples
    --------
    >>> handling_rank("open") < handling_rank("internal") < handling_rank("confidential")
    True
    """
    return ("open", "internal", "confidential").index(level)


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


OneOrMore = Annotated[tuple[Name, ...], BeforeValidator(_as_list, json_schema_input_type=Name | tuple[Name, ...])]


class Model(BaseModel):
    """A frozen part of a case that refuses keys it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        str_strip_whitespace=True,
        ser_json_inf_nan="null",
        allow_inf_nan=False,
        use_attribute_docstrings=True,
    )
