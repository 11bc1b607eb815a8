"""Counting attempts: for a name, from an address."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from goodoffices.store.journal import tables as t
from goodoffices.store.journal.faults import AttemptsError
from goodoffices.store.journal.ledger import Ledger, Work

__all__ = ["FOR_A_NAME", "FROM_AN_ADDRESS", "WINDOW", "Bucket", "count_attempt", "forgive"]

FOR_A_NAME = 8
FROM_AN_ADDRESS = 100
"""A whole class may sit behind one address."""
WINDOW = dt.timedelta(minutes=15)

Bucket = tuple[bytes, int]
"""The mark under which something is counted, and how many are allowed in a window."""


def count_attempt(ledger: Ledger, *buckets: Bucket) -> None:
    """Count an attempt before it is made, so that breaking it off gives none for nothing.

    Raises
    ------
    AttemptsError
        If one of the buckets is full.
    """
    table = t.attempts
    with ledger.writing() as work:
        now, window = t.micros(work.now), WINDOW // dt.timedelta(microseconds=1)
        work.journal.execute(table.delete().where(table.c.began <= now - window))
        found = work.journal.execute(
            sa.select(table.c.bucket, table.c.count, table.c.began).where(
                table.c.bucket.in_([one for one, _ in buckets])
            )
        )
        counted = {bucket: (count, began) for bucket, count, began in found}
        for bucket, most in buckets:
            count, began = counted.get(bucket, (0, now))
            if count >= most:
                raise AttemptsError((began + window - now) // 1_000_000)
            work.journal.execute(table.delete().where(table.c.bucket == bucket))
            work.journal.execute(table.insert().values(bucket=bucket, count=count + 1, began=began))


def forgive(work: Work, bucket: Bucket, *others: Bucket) -> None:
    """Forget the attempts for a name after one that was right, and take that one off the other counts."""
    table = t.attempts
    work.journal.execute(table.delete().where(table.c.bucket == bucket[0]))
    for other, _ in others:
        work.journal.execute(table.update().where(table.c.bucket == other).values(count=table.c.count - 1))
