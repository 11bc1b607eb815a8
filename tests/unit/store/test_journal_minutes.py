"""Minutes out of a journal: verified by the file that stands alone, countersigned, and never signed twice otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.unit.store.journal_rooms import Table, agreed, fresh

from goodoffices.store.journal import DamagedError, minuting
from goodoffices.store.journal import tables as t
from goodoffices.talks import RefusalError, Rule
from goodoffices.talks.minutes import log_id
from goodoffices.talks.verify_minutes import InvalidMinutesError, ed25519_valid, signed_bytes, verify

ALL = ["mediator", "north", "south"]


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """Return a room with a session on record for all, and one between the mediator and north."""
    made = agreed(tmp_path)
    for seats, format_, text in ((["north", "south"], "plenary", "for all"), (["north"], "bilateral", "between us")):
        session = fresh()
        made.act(
            "mediator", "open-session", id=session, title=text, format=format_, seats=seats, speaking=seats,
            on_record=True,
        )  # fmt: skip
        made.act("north", "speak", id=fresh(), session=session, body={"kind": "note", "text": text})
    yield made
    made.journal.close()


def _countersign(table: Table, name: str, audience: list[str]) -> dict[str, object]:
    point = next(one for one in table.journal.checkpoints(table.keys(name)) if one["audience"] == audience)
    head = {"log": point["log"], "size": point["size"], "root": point["root"]}
    table.act(name, "countersign", **head)
    return head


def test_minutes_verify_alone(table: Table) -> None:
    """Each group exports the logs that it reads, whole, with its countersignatures; not a byte may change."""
    head = _countersign(table, "north", ALL)
    listed = table.journal.rooms()[0]
    for name in ("mediator", "north", "south"):
        files = table.journal.export_minutes(table.keys(name))
        assert (log_id(["mediator", "north"]) in files) is (name != "south")
        for log, data in files.items():
            minutes = verify(data)
            assert (minutes["log"], minutes["room"], minutes["title"]) == (log, table.room, "Two shores")
            assert minutes["key"] == listed.key
            assert {one["name"] for one in minutes["people"].values()} == {"Mediator", "North", "South"}
            signed = [one["size"] for one in minutes["countersignatures"]]
            assert signed == ([head["size"]] if name == "north" and log == head["log"] else [])
    data = table.journal.export_minutes(table.keys("north"))[str(head["log"])]
    for place in range(0, len(data), 97):
        with pytest.raises(InvalidMinutesError):
            verify(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])


def test_all_who_read_a_log_read_the_same(table: Table) -> None:
    """Two seats that compare a log of theirs find the same entries, root and checkpoint."""
    files = [table.journal.export_minutes(table.keys(name))[log_id(ALL)] for name in ("north", "south")]
    ours, theirs = (json.loads(data) for data in files)
    assert ours == theirs
    points = [{one["log"]: one for one in table.journal.checkpoints(table.keys(name))} for name in ("north", "south")]
    assert points[0][log_id(ALL)] == points[1][log_id(ALL)]
    assert points[0].keys() - points[1].keys() == {log_id(["mediator", "north"])}
    for point in points[0].values():
        head = {name: point[name] for name in ("log", "size", "root", "at")}
        key = bytes.fromhex(table.journal.rooms()[0].key)
        assert ed25519_valid(key, signed_bytes("checkpoint", head), bytes.fromhex(point["signature"]))


def test_a_checkpoint_tells_nothing_of_who_asked_and_when(table: Table) -> None:
    """Its time is that of the last entry, and asking for it again gives the same."""
    first = table.journal.checkpoints(table.keys("north"))
    table.clock.forward(minutes=10)
    table.note("south")
    table.again()
    assert table.journal.checkpoints(table.keys("north")) == first


@pytest.mark.parametrize("change", [{"root": "0" * 64}, {"size": 1}, {"size": 10_000}, {"log": "0" * 64}])
def test_only_a_head_that_is_there_is_countersigned(table: Table, change: dict[str, object]) -> None:
    """Nobody puts their signature to another history by mistake."""
    point = table.journal.checkpoints(table.keys("north"))[0]
    head = {"log": point["log"], "size": point["size"], "root": point["root"]} | change
    with pytest.raises(RefusalError) as refused:
        table.act("north", "countersign", **head)
    assert refused.value.rule is Rule.EXACT_WORDING


def test_an_earlier_head_may_be_countersigned(table: Table) -> None:
    """What was read is countersigned, though the log has gone on meanwhile."""
    point = table.journal.checkpoints(table.keys("north"))[0]
    table.invite("north", "aide", "north", "member")
    table.act("north", "countersign", log=point["log"], size=point["size"], root=point["root"])
    minutes = verify(table.journal.export_minutes(table.keys("north"))[point["log"]])
    assert len(minutes["entries"]) > point["size"]
    assert len(minutes["countersignatures"]) == 1


def test_a_changed_history_is_not_signed(table: Table) -> None:
    """Once a head was signed, the room signs none that does not go on from it."""
    before = table.journal.checkpoints(table.keys("north"))
    events = t.events
    with table.journal._ledger.journal.writing() as connection:
        place, head = connection.execute(
            sa.select(events.c.position, events.c.head).where(events.c.kind == "mode-changed")
        ).one()
        data = json.loads(head) | {"mode": "mediation"}
        connection.execute(events.update().where(events.c.position == place).values(head=json.dumps(data)))
        connection.commit()
    table.again()
    table.invite("north", "aide", "north", "member")
    assert len(before) == 3
    for export in (table.journal.checkpoints, table.journal.export_minutes):
        with pytest.raises(DamagedError, match="signed before"):
            export(table.keys("north"))


def test_two_who_ask_at_once_sign_one_head(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """A head that another has just signed is not kept twice."""
    keys = table.keys("north")

    def meanwhile(purpose: str, value: object) -> bytes:
        monkeypatch.undo()
        table.journal.checkpoints(keys)
        return signed_bytes(purpose, value)

    monkeypatch.setattr(minuting, "signed_bytes", meanwhile)
    first = table.journal.checkpoints(keys)
    assert first == table.journal.checkpoints(keys)
    with table.journal._ledger.journal.reading() as journal:
        assert journal.scalar(sa.select(sa.func.count()).select_from(t.checkpoints)) == len(first)
