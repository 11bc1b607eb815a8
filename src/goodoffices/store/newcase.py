"""Starting a case: a folder with a small, sound, commented case file and the schema beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from goodoffices.case import json_schema
from goodoffices.case.base import MAX_NAME, NAME_PATTERN
from goodoffices.errors import CaseError
from goodoffices.store.files import write_text
from goodoffices.store.yamltext import read_yaml

__all__ = ["new_case"]

_TEXT = """\
# yaml-language-server: $schema=./case.schema.json
# A case file: what you know, who says so, and what you make of it. Only the first block is required.
case: {quoted}
title: A title for {name}
as_of: 2024-01-15            # the day of this reading; nothing later may stand in the file, but under 'aftermath'
question: What should the reader be able to decide?
viewpoint: whose reading this is
handling: open               # open, internal or confidential

parties:
  A: {{name: First party, kind: state, role: principal}}
  B: {{name: Second party, kind: state, role: principal}}

sources:
  report:
    type: report
    title: The report that you have before you
    issued: 2024-01-10
    # file: sources/report.txt     # beside this file; then quotations are checked: {{report: "exact words"}}

ties:
  - {{between: [A, B], kind: distrust, sign: "-", strength: [0.5, 0.8], cite: {{report: {{at: page 2}}}}}}

# What each can do. Whoever has options is a decision maker.
options:
  A: {{withdraw: {{say: Withdraw the troops from the border}}}}
  B: {{observe: {{say: Let observers in}}}}
now: []                      # the options in force today

preferences:                 # the most important statement first
  A: [B.observe, not A.withdraw]
  B: [A.withdraw, not B.observe]

targets:
  calm border: A.withdraw & B.observe

policies:
  a promise to withdraw:
    assume: {{A.withdraw: on}}
    cite: {{analyst: "what if A went first?"}}
"""


def new_case(name: str, folder: Path) -> Path:
    """Make a folder with a case file that is ready to edit.

    Parameters
    ----------
    name
        Letters, digits, ``-`` or ``_``, beginning with a letter.
    folder
        Where; it may exist, but hold no ``case.yaml``.

    Raises
    ------
    CaseError
        If the name is none, or there is a case already.
    """
    if not re.fullmatch(NAME_PATTERN, name) or len(name) > MAX_NAME:
        raise CaseError(
            f"found the name {name!r}, expected at most {MAX_NAME} letters, digits, '-' or '_', a letter first"
        )
    if (folder / "case.yaml").exists():
        raise CaseError(f"{folder / 'case.yaml'} is there already; choose another name or folder")
    quoted = name if read_yaml(name).data == name else f'"{name}"'  # such as true, which is no text
    write_text(folder / "case.yaml", _TEXT.format(name=name, quoted=quoted))
    write_text(folder / "case.schema.json", json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")
    return folder
