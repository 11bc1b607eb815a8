"""A seat's own what-if: nothing but its own soundings and what it types."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.shell.rooms_table import Table, forms_of, set_table

from goodoffices.web.rooms import supposing as supposing_pages

OURS = {
    "tests": {"answer-go on": "acceptable", "answer-halt": "reluctant", "importance": "40"},
    "drills": {"answer-smaller": "acceptable", "answer-none": "must", "answer-as planned": "never", "importance": "80"},
}
THEIRS = {
    "south/tests/go on": "never", "south/tests/halt": "must", "south/drills/as planned": "must",
    "south/drills/smaller": "acceptable",
}  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """Set a table at which the north has noted how it stands."""
    one = set_table(tmp_path, everybody=True)
    for issue, answers in OURS.items():
        one["Nora"].does("/soundings", "sound", {"issue": issue}, **answers)
    yield one
    one.journal.close()


def supposing(table: Table, **fields: str) -> str:
    """Work out what would be if the south stood like this."""
    nora = table["Nora"]
    answer = nora.post("/what-if", nora.filled("/what-if", "/what-if", **fields))
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_packages_are_those_that_both_could_take(table: Table) -> None:
    """Red lines of both are kept; what was supposed stands in the form again, and in no address."""
    page = supposing(table, **THEIRS)
    rows = page.split('<table class="packages">')[1].split("<tbody>")[1].split("</table>")[0]
    assert "<bdi>halt</bdi>" in rows
    assert "<bdi>smaller</bdi>" in rows
    assert "<bdi>go on</bdi>" not in rows
    assert "<bdi>as planned</bdi>" not in rows
    again = next(form for form in forms_of(page) if form.action == "/what-if")
    assert again.method == "post"
    assert {name: value for name, value in again.fields if value and name != "form"} == THEIRS


def test_who_waits_for_one_such_page_does_not_get_in_line_a_second_time(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody keeps the others from their analyses by asking again and again; afterwards one may ask anew."""
    nora, begun, go_on = table["Nora"], threading.Event(), threading.Event()
    form = nora.filled("/what-if", "/what-if", **THEIRS)

    def slow(*_: Any) -> None:
        begun.set()
        go_on.wait(30)

    with ThreadPoolExecutor(1) as other, monkeypatch.context() as patch:
        patch.setattr(supposing_pages, "zone_of", slow)
        first = other.submit(nora.post, "/what-if", form)
        assert begun.wait(30)
        second = nora.post("/what-if", form)
        go_on.set()
        assert first.result().status_code == 200
    assert second.status_code == 429
    assert "still being worked out" in second.text
    assert nora.post("/what-if", form).status_code == 200


def test_with_nothing_supposed_there_is_nothing_to_work_out(table: Table) -> None:
    """The page says so; an answer that is none, or of one's own seat, is left out."""
    page = supposing(table, **{"south/tests/halt": "perhaps", "north/tests/halt": "must", "x": "y"})
    assert "supposed something for every other seat" in page
    assert "packages" not in page


def test_nothing_that_others_do_in_private_is_in_it_and_nothing_is_kept(table: Table) -> None:
    """Byte for byte the same with and without the other side's soundings and disclosures; the feed does not grow."""
    nora, sami = table["Nora"], table["Sami"]
    before, feed = supposing(table, **THEIRS), table.journal.last_for(table.journal.identity.open(nora.token))
    sami.does("/soundings", "sound", {"issue": "tests"}, **{"answer-go on": "must", "notes": "cormorant"})
    assert supposing(table, **THEIRS) == before
    assert table.journal.last_for(table.journal.identity.open(nora.token)) == feed
    # It is able to differ: one's own soundings are in it.
    nora.does("/soundings", "sound", {"issue": "tests"}, **{"answer-halt": "never"})
    assert supposing(table, **THEIRS) != before


def test_it_is_for_delegations_alone(table: Table) -> None:
    """The capital and members may try; mediators and observers may not."""
    told = {name: table[name].get("/what-if").status_code for name in ("Nils", "Salma", "Maria", "Olga")}
    assert told == {"Nils": 200, "Salma": 200, "Maria": 403, "Olga": 403}
    assert table["Maria"].post("/what-if", {"form": "0" * 64}).status_code == 403
