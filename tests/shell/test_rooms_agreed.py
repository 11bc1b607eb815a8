"""The agreement as files, the hand-over pack and the debrief, over HTTP."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader
from tests.shell.rooms_table import Table, set_table
from typer.testing import CliRunner

from goodoffices.cli.show_talks import show_agreement, show_verified
from goodoffices.cli.talks_verbs import app
from goodoffices.store.journal import OpenedKeys
from goodoffices.talks import verify_minutes
from goodoffices.talks.verify_minutes import InvalidMinutesError, verify_agreement
from goodoffices.web.rooms.pacing import Pace

CLAUSES = (
    '# Tests\nTests are halted. #panic("x") $ \\ *bold* <label> @ref <w:t>&amp;]]>\n'
    "# التجارب\nتتوقف التجارب لمدة سنة. \ufffe\n# Drills\nDrills are halved."
)
SECRETS = {"north": "heron", "south": "cormorant"}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """Set a table at which there are secrets and, in the end, an agreement."""
    one = set_table(tmp_path_factory.mktemp("room"), everybody=True, pace=Pace(at_once=1e6))
    one.agree_on_rules()
    one.widen()
    maria, nora, sami = one["Maria"], one["Nora"], one["Sami"]
    for seat in (nora, sami):
        word = SECRETS[seat.group]
        notes = {"answer-go on": "never", "answer-halt": "must", "importance": "60", "notes": f"{word} sounding"}
        seat.does("/soundings", "sound", {"issue": "tests"}, **notes)
        seat.does("/soundings", "disclose", {"issue": "tests"}, parts=["notes"])
        seat.does("/relay", "sign-wording", text=f"{word} wording", attribution="ours")
        seat.does("/room", "instruct", text=f"{word} note")
    maria.does("/text", "table-text", title="Accord of <two> shores", clauses=CLAUSES)
    for seat in (nora, sami):
        word = SECRETS[seat.group]
        seat.does("/text", "criticise", {"clause": "c1"}, temperature="workable", comment=f"{word} comment")
        seat.does("/text", "initial", {"clause": "c1"})
    maria.does("/questions", "ask-question", text="Half a year?", minutes="30", **{"option-tests": "halt"})
    maria.does("/steps", "set-steps", steps="halt | north | | Halt\nhalve | south | halt | Halve")
    one.before = {name: maria.get(f"/agreement/{name}").status_code for name in FILES}  # type: ignore[attr-defined]
    one.draft = packed(one, "Nora")  # type: ignore[attr-defined]
    one.clock.goes(minutes=20)
    for seat in (nora, sami):
        seat.does("/text", "sign-agreement")
    yield one
    one.journal.close()


FILES = ("agreement.json", "agreement.pdf", "agreement.docx")


def packed(table: Table, name: str) -> dict[str, bytes]:
    """Take the pack of somebody along, and open it."""
    who = table[name]
    answer = who.post("/hand-over", who.filled("/agreement", "/hand-over"))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        return {one.filename: pack.read(one) for one in pack.infolist()}


def keys(table: Table, name: str) -> OpenedKeys:
    """Open the keys of somebody."""
    return table.journal.identity.open(table[name].token)


@pytest.fixture(scope="module")
def signed(table: Table) -> bytes:
    """Return the agreement as it is exported."""
    return table["Nora"].get("/agreement/agreement.json").content


def test_a_text_that_not_all_have_signed_is_no_file(table: Table) -> None:
    """Before the last signature there is nothing to take along but a draft that says so."""
    assert set(table.before.values()) == {404}  # type: ignore[attr-defined]
    assert table.draft["text.txt"].startswith(b"DRAFT - NOT AGREED")  # type: ignore[attr-defined]
    assert not set(table.draft) & set(FILES)  # type: ignore[attr-defined]


def test_the_agreement_is_the_same_for_all_who_read_it_and_no_file_for_observers(table: Table, signed: bytes) -> None:
    """Byte for byte; an unknown file is not there."""
    for name in ("Maria", "Nora", "Sami", "Nils", "Salma"):
        assert table[name].get("/agreement/agreement.json").content == signed
    assert table["Olga"].get("/agreement/agreement.json").status_code == 403
    assert table["Nora"].get("/agreement/agreement.exe").status_code == 404
    page = table["Nora"].get("/agreement").text
    assert "Accord of &lt;two&gt; shores" in page
    assert "/agreement/agreement.pdf" not in table["Olga"].get("/agreement").text


def test_the_agreement_verifies_where_nothing_is_installed(signed: bytes, tmp_path: Path) -> None:
    """With the one file that came along, and Python without any site packages."""
    program, good, bad = tmp_path / "verify_minutes.py", tmp_path / "agreement.json", tmp_path / "bad.json"
    program.write_bytes(Path(verify_minutes.__file__).read_bytes())
    good.write_bytes(signed)
    bad.write_bytes(signed.replace(b"halted", b"Halted"))

    def run(path: Path) -> tuple[int, str]:
        command = [sys.executable, "-X", "utf8", "-I", "-S", str(program), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    code, told = run(good)
    assert code == 0
    assert "an agreement of 3 clauses" in told
    assert told.count("signed by") == 3
    assert run(bad)[0] == 1


def test_no_byte_of_the_agreement_can_be_changed_unnoticed(signed: bytes) -> None:
    """A sample of places, each replaced, left out or doubled in turn."""
    for count, at in enumerate(range(0, len(signed), 17)):
        one = [
            signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :],
            signed[:at] + signed[at + 1 :],
            signed[:at] + signed[at : at + 1] + signed[at:],
        ][count % 3]
        if one == signed:
            continue
        with pytest.raises(InvalidMinutesError):
            verify_agreement(one)


def test_the_paper_forms_show_every_word_as_it_is(table: Table, signed: bytes) -> None:
    """Markup in words is shown and not obeyed; right-to-left is marked; metadata tell of no host."""
    digest = json.loads(signed)["text"]["digest"]
    document = PdfReader(io.BytesIO(table["Nora"].get("/agreement/agreement.pdf").content))
    text = "\n".join(page.extract_text() for page in document.pages)
    flat = "".join(text.split())
    for words in ('#panic("x")$\\*bold*<label>@ref<w:t>&amp;]]>', "Nora", digest, "Howtoverify", "Signatures"):
        assert words in flat
    assert document.metadata is not None
    assert document.metadata.author is None
    assert document.metadata.title == "Accord of <two> shores"
    raw = table["Nora"].get("/agreement/agreement.docx").content
    assert raw == table["Sami"].get("/agreement/agreement.docx").content
    with zipfile.ZipFile(io.BytesIO(raw)) as pack:
        assert {one.filename for one in pack.infolist()} == {
            "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels",
            "word/styles.xml",
        }  # fmt: skip
        for name in pack.namelist():
            ET.fromstring(pack.read(name))  # noqa: S314 - made here
        xml = pack.read("word/document.xml").decode()
    assert '#panic("x") $ \\ *bold* &lt;label&gt; @ref &lt;w:t&gt;&amp;amp;]]&gt;' in xml
    assert xml.count("<w:bidi/>") == 2
    assert "\ufffe" not in xml


def test_the_verb_verifies_an_agreement(signed: bytes, tmp_path: Path) -> None:
    """As JSON: title, digest, keys and who signed; an altered one ends with 1."""
    path = tmp_path / "agreement.json"
    path.write_bytes(signed)
    assert CliRunner().invoke(app, ["verify", str(path)]).exit_code == 0
    done = CliRunner().invoke(app, ["verify", str(path), "--json"])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["valid"], told["title"]) == (0, True, "Accord of <two> shores")
    assert [one["seat"] for one in told["signed"]] == ["North", "South"]
    path.write_bytes(signed.replace(b"halted", b"Halted"))
    assert CliRunner().invoke(app, ["verify", str(path), "--json"]).exit_code == 1


def test_a_pack_holds_what_is_ones_own_and_no_private_word_of_another(table: Table) -> None:
    """Neither in a file, nor in a name; the mediator has what was told to the mediator."""
    packs = {name: packed(table, name) for name in ("Nora", "Sami", "Maria", "Olga")}
    for name, seat in (("Nora", "north"), ("Sami", "south")):
        own, other = SECRETS[seat], next(word for one, word in SECRETS.items() if one != seat)
        text = b"\n".join([*packs[name].values(), *(one.encode() for one in packs[name])]).decode("utf-8", "replace")
        for what in ("sounding", "wording", "note", "comment"):
            assert f"{own} {what}" in text
        assert other not in text
        shared = "".join(
            data.decode("utf-8", "replace") for file, data in packs[name].items() if "confidential" not in file
        )
        assert own not in shared
    told = b"\n".join(packs["Maria"].values()).decode("utf-8", "replace")
    for word in SECRETS.values():
        assert f"{word} comment" in told
        assert f"{word} sounding" in told
        assert f"{word} note" not in told
    assert {name.partition("/")[0] for name in packs["Olga"]} == {"README.txt", "minutes", "verify_minutes.py"}
    assert set(FILES) <= set(packs["Nora"])
    assert b"AGREED: every seat has signed" in packs["Nora"]["text.txt"]
    for name, data in packs["Nora"].items():
        if "minutes/" in name:
            verify_minutes.verify(data)


def private_pack(folder: Path, *, busy: bool) -> dict[str, int]:
    """Return names and sizes of the North's pack; the South acts in private, or does not."""
    folder.mkdir()
    table = set_table(folder, everybody=True)
    table.agree_on_rules()
    table.widen()
    table["Maria"].does("/text", "table-text", title="A draft", clauses="# One\nWords.")
    if busy:
        sami = table["Sami"]
        sami.does("/soundings", "sound", {"issue": "tests"}, notes="in private")
        sami.does("/relay", "sign-wording", text="Not yet.", attribution="unattributed")
        sami.does("/room", "instruct", text="in private")
        sami.does("/text", "criticise", {"clause": "c1"}, temperature="impossible", comment="in private")
    sizes = {name: len(data) for name, data in packed(table, "Nora").items() if "minutes/" not in name}
    sizes["logs"] = len(table.journal.export_minutes(keys(table, "Nora")))
    table.journal.close()
    return sizes


def test_what_another_seat_does_in_private_changes_neither_names_nor_sizes(tmp_path: Path) -> None:
    """The North's pack is as long with the South's private acts as without them."""
    assert private_pack(tmp_path / "quiet", busy=False) == private_pack(tmp_path / "busy", busy=True)


def test_a_pack_is_the_same_when_it_is_taken_twice(table: Table) -> None:
    """Names in one order, times fixed."""
    who = table["Nora"]
    first, second = (who.post("/hand-over", who.filled("/agreement", "/hand-over")).content for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as pack:
        names = pack.namelist()
        assert names == ["README.txt", *sorted(names[1:])]
        assert {one.date_time for one in pack.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_pack_is_given_for_the_passphrase_alone(table: Table) -> None:
    """Each time, whatever was signed just before; neither without the token of the form nor by its address."""
    who = table["Sami"]
    fields: list[tuple[str, Any]] = who.filled("/agreement", "/hand-over")
    for phrase, status in (("", 403), ("not the passphrase", 403)):
        answer = who.post("/hand-over", [(k, phrase if k == "passphrase" else v) for k, v in fields])
        assert answer.status_code == status
        assert "passphrase" in answer.text
    assert who.post("/hand-over", [(k, v) for k, v in fields if k != "form"]).status_code == 403
    assert who.get("/hand-over").status_code == 405


def test_the_debrief_replays_what_one_was_told(table: Table) -> None:
    """Phase by phase with its length; private acts of the other side are neither there nor counted."""
    page = table["Nora"].get("/debrief").text
    for words in ("The room was opened.", "ground rules are in force", "conciliation", "There is an agreement."):
        assert words in page
    assert "lasted 0 h 20 min" in page
    assert page.count("<li value") == len(table.journal.events_for(keys(table, "Nora")))
    assert "There is an agreement." in table["Olga"].get("/debrief").text


def test_there_is_no_debrief_before_an_agreement(tmp_path: Path) -> None:
    """The page says that it comes with one."""
    table = set_table(tmp_path)
    assert "There is no agreement yet" in table["Nora"].get("/debrief").text
    table.journal.close()


def test_what_a_file_says_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Anybody can make a file that verifies under a key of their own: its words are shown as words."""
    hostile = "[red]Ha[/] \x1b[2J\u202eend"
    one = {"seat": hostile, "by": hostile, "at": hostile, "key": "ABCD"}
    show_agreement({"title": hostile, "signed": [one], "digest": "00", "key": "ABCD"})
    show_verified(
        {
            "title": hostile,
            "entries": 1,
            "audience": [hostile],
            "key": "ABCD",
            "countersigned": [{"by": hostile, "group": hostile, "entries": 1, "key": "ABCD"}],
        }
    )
    shown = capsys.readouterr().out
    assert not {"\x1b", "\u202e"} & set(shown)
    assert shown.count("[red]Ha[/] ") == 8
