"""The wall around what is read: a filter that somebody forgets shows nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.unit.store.journal_rooms import Table, agreed, fresh

from goodoffices.store.journal import JournalError
from goodoffices.store.journal import tables as t
from goodoffices.store.journal.scoping import body_keys_told, events_told, word_keys_told


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """Return a room in which north has written to itself."""
    made = agreed(tmp_path)
    made.note("north")
    yield made
    made.journal.close()


def test_without_a_scope_there_is_nothing(table: Table) -> None:
    """Whoever forgets to say for whom reads no row, and the same for a group or a room that is not there."""
    journal, keys = table.journal._ledger.files
    for scope in (None, (table.room, "nobody"), (fresh(), "north")):
        for file, views in ((journal, (events_told, word_keys_told)), (keys, (body_keys_told,))):
            with file.reading(scope) as connection:
                for view in views:
                    assert connection.execute(sa.select(view)).all() == []


def test_a_reader_sees_its_scope_whatever_is_asked(table: Table) -> None:
    """Without any filter in the question, the rows are those that the group was told."""
    for name in ("mediator", "north", "south"):
        with table.journal._ledger.journal.reading((table.room, name)) as connection:
            rows = connection.execute(sa.select(events_told.c.number, events_told.c.kind)).all()
        assert rows
        assert [kind for _, kind in sorted(rows)] == table.fed(name)
        assert [number for number, _ in sorted(rows)] == list(range(1, len(rows) + 1))


def test_a_connection_carries_no_scope_over(table: Table) -> None:
    """Connections are used again by others: what was set for one is gone, also if it ended in an error."""
    journal = table.journal._ledger.journal

    def fail() -> None:
        with journal.reading((table.room, "north")):
            raise KeyError

    for _ in range(20):
        with pytest.raises(KeyError):
            fail()
        with journal.reading() as connection:
            assert connection.execute(sa.select(events_told)).all() == []


@pytest.mark.parametrize("closed", [t.events, t.told, t.word_keys, t.body_keys])
def test_the_tables_behind_the_wall_are_closed(table: Table, closed: sa.Table) -> None:
    """A reader that goes around the views is refused, with a scope and without."""
    journal, keys = table.journal._ledger.files
    file = keys if closed is t.body_keys else journal
    for scope in (None, (table.room, "north")):
        for question in (sa.select(closed), sa.select(sa.func.count()).select_from(closed)):
            with pytest.raises(JournalError), file.reading(scope) as connection:
                connection.execute(question)
