"""Bringing the tables of a file up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import sqlalchemy as sa

from goodoffices.store.journal.faults import NewerError

__all__ = ["Line", "bring_up_to_date"]

Line = Literal["journal", "keys"]
"""Which of the two files: each has its own line of steps."""


def bring_up_to_date(connection: sa.Connection, line: Line, name: str) -> None:
    """Take all steps that a file has not taken yet, within the transaction of the connection.

    Parameters
    ----------
    connection
        To the file, with a transaction begun.
    line
        Which steps.
    name
        Of the file, for the error.

    Raises
    ------
    NewerError
        If the file has taken steps that this program does not know.
    """
    # Heavy, and needed only here.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    folder = str(Path(__file__).parent / "migrations").replace("%", "%%")
    config = Config()
    config.set_main_option("script_location", folder)
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{folder}/{line}")
    script = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current == script.get_current_head():
        return
    if current is not None and all(step.revision != current for step in script.walk_revisions()):
        raise NewerError(f"{name} was written by a newer goodoffices: use that one; nothing was changed")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
