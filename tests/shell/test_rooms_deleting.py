"""Destroying words by agreement, as people do it: over HTTP, with forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.shell.rooms_table import Table, set_table


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """Set a table at which something was said."""
    one = set_table(tmp_path, everybody=True)
    one.agree_on_rules()
    one.widen()
    maria, nora = one["Maria"], one["Nora"]
    maria.does("/sessions", "open-session", title="Plenary", format="plenary", seats=["north", "south"], observers="on")
    nora.does("/sessions", "speak", text="rash words")
    maria.does("/sessions", "close-session")
    yield one
    one.journal.close()


def test_words_are_destroyed_once_every_side_has_signed(table: Table) -> None:
    """Proposed on the page of minutes; each head is told that it waits, signs, and all see that the words are gone."""
    maria, nora, sami = table["Maria"], table["Nora"], table["Sami"]
    session = next(iter(table.journal.view(table.journal.identity.open(maria.token)).room.sessions))
    assert "Destroy words" not in nora.get("/minutes").text
    maria.does("/minutes", "propose-deletion", session=session)
    for one in (nora, sami):
        assert 'href="/minutes#deletion"' in one.get("/room").text
        assert "Destroy words" in one.get("/minutes").text
    nora.does("/minutes", "consent-deletion")
    assert 'href="/minutes#deletion"' not in nora.get("/room").text
    assert "Your side has consented" in nora.get("/minutes").text
    assert "North" not in sami.get("/minutes").text.partition('id="deletion"')[2].partition("</section>")[0]
    sami.does("/minutes", "decline-deletion")
    assert "Your side has declined" in sami.get("/minutes").text
    assert "Declined:" in maria.get("/minutes").text
    assert "rash words" in nora.get("/sessions").text
    sami.does("/minutes", "consent-deletion")
    for name, who in table.people.items():
        assert "rash words" not in who.get("/sessions").text, name
        if who.role in {"mediator", "head", "observer"}:
            assert "the words are destroyed" in who.get("/room").text, name
    assert "The words are destroyed" in maria.get("/minutes").text
    assert "rash words" not in nora.get("/debrief").text


def test_a_session_that_goes_on_is_not_offered_and_a_made_up_one_is_refused(table: Table) -> None:
    """Only what is over can be chosen; whoever sends another id is told that there is no such thing."""
    maria = table["Maria"]
    maria.does("/sessions", "open-session", title="Second", format="plenary", seats=["north", "south"])
    page = maria.get("/minutes").text
    assert ">Plenary</option>" in page
    assert ">Second</option>" not in page
    answer = maria.post("/act/propose-deletion", maria.filled("/minutes", "propose-deletion", session="0" * 32))
    assert answer.status_code == 409
    assert "there is no such thing here" in answer.text
