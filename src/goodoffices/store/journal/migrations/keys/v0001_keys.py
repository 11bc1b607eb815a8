"""The first tables of the file that holds the keys of bodies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]

revision = "keys_0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "meta",
        sa.Column("name", sa.Text, primary_key=True, nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "body_keys",
        sa.Column("ref", sa.LargeBinary, primary_key=True, nullable=False),
        sa.Column("recipient", sa.Text, primary_key=True, nullable=False),
        sa.Column("version", sa.BigInteger, primary_key=True, nullable=False, autoincrement=False),
        sa.Column("room", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("body_keys_of_room", "body_keys", ["room", "recipient"])
    op.create_table(
        "questions",
        sa.Column("room", sa.Text, primary_key=True, nullable=False),
        sa.Column("id", sa.Text, primary_key=True, nullable=False),
        sa.Column("deadline", sa.BigInteger, nullable=False),
        sa.Column("public", sa.LargeBinary, nullable=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
    )
