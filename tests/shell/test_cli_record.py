"""The verbs `record draft` and `record score`: from documents on the disk to a case file and a table."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.record.river import EVENT, part, start

from goodoffices.cli.show_record import show_drafted
from goodoffices.record.merging import merge
from goodoffices.store import read_case
from goodoffices.store.drafting import Drafted

Run = Callable[..., Any]

WIRE = """\
Rome and Paris resume talks on the tunnel

ROME, 12 March 2021

Italy and France resumed their talks on the tunnel on Wednesday. “We
will open the books if Paris does the same,” said Anna Verdi, the
Italian foreign minister, in Rome on Thursday.

France demanded that Italy withdraw its guards from the border first.
French Prime Minister Luc Moreau said that the talks would go on. Italy
and France signed a treaty on the tunnel in 2001.
"""
OTHER = """\
The tunnel, again

13 March 2021

“We will open the books if Paris does the same,” said Anna Verdi, the Italian foreign minister, on 11 March 2021.
Switzerland offered to host the talks.
"""
GERMAN = (
    "12. März 2021\n\nDie beiden Minister haben sich gestern nicht auf eine Waffenruhe geeinigt, und das ist schade.\n"
)


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    """Write a report."""
    path = tmp_path / "wire.txt"
    path.write_text(WIRE, "utf-8")
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Write another report on the same matter."""
    path = tmp_path / "other.txt"
    path.write_text(OTHER, "utf-8")
    return path


def test_a_report_becomes_a_case_that_checks(run: Run, wire: Path, tmp_path: Path) -> None:
    """Every anchor is borne out by the text that is kept beside the case, byte for byte; everything is proposed."""
    out = tmp_path / "new" / "tunnel.yaml"
    ended = run("record", "draft", wire, "--out", out)
    assert ended.code == 0
    assert "nothing in it counts yet" in ended.out
    assert (out.parent / "texts" / "wire.txt").read_bytes() == wire.read_bytes()
    case = read_case(out)
    assert (case.case, str(case.as_of)) == ("tunnel", "2021-03-12")
    assert case.sources["wire"].sha256 == hashlib.sha256(wire.read_bytes()).hexdigest()
    assert {"ITA", "FRA"} <= set(case.parties)
    assert all(one.status == "proposed" for one in (*case.statements, *case.demands, *case.events, *case.ties))
    assert any(one.said and case.party_of(one.who) == "ITA" for one in case.statements)
    checked = run("check", out, "--sources", tmp_path)
    assert checked.code == 0
    assert ", 0 citations not verified: no text" in checked.out
    assert "0 warnings" in checked.out


def test_no_engine_reads_what_is_only_proposed(run: Run, wire: Path, tmp_path: Path) -> None:
    """A map of a draft has no ties and no timeline."""
    out = tmp_path / "tunnel.yaml"
    run("record", "draft", wire, "--out", out)
    told = json.loads(run("map", out, "--json").out)
    assert told["network"]["ties"] == []
    assert told["timeline"] == []
    assert told["preconditions"]["preconditions"] == []


def test_the_answer_as_json(run: Run, wire: Path, tmp_path: Path) -> None:
    """What was written, what was found, what is open, what was left out."""
    told = json.loads(run("record", "draft", wire, "--out", tmp_path / "tunnel.yaml", "--json").out)
    assert told["case"].endswith("tunnel.yaml")
    assert list(told["texts"]) == ["wire"]
    assert told["proposed"]["parties"] >= 2
    assert set(told) == {
        "case", "texts", "documents", "proposed", "joined", "known", "rejected_before", "warnings", "open", "dropped",
    }  # fmt: skip


def test_locators_give_no_words_away(run: Run, wire: Path, tmp_path: Path) -> None:
    """The case holds none of the text's sentences, and still checks."""
    out = tmp_path / "tunnel.yaml"
    run("record", "draft", wire, "--out", out, "--locators")
    assert "open the books" not in out.read_text("utf-8")
    assert "para: " in out.read_text("utf-8")
    assert run("check", out).code == 0


def test_two_reports_are_one_case(run: Run, wire: Path, other: Path, tmp_path: Path) -> None:
    """One source for each, as of the later day; what both say cites both."""
    folder = tmp_path / "tunnel"
    folder.mkdir()
    told = json.loads(run("record", "draft", wire, other, "--out", folder, "--json").out)
    case = read_case(folder / "case.yaml")
    assert (case.case, str(case.as_of)) == ("tunnel", "2021-03-13")
    assert list(case.sources) == ["wire", "other"]
    assert told["joined"] == {"statements": 1}
    assert [set(one.said.root) for one in case.statements if one.said] == [{"wire", "other"}]
    assert run("check", folder).code == 0


def test_adding_to_a_case_keeps_every_line_of_it(run: Run, wire: Path, other: Path, tmp_path: Path) -> None:
    """Comments and order stay; what is there is not proposed again; the text of the new source is kept too."""
    out = tmp_path / "tunnel.yaml"
    run("record", "draft", wire, "--out", out, "--date", "2021-03-14")
    before = out.read_text("utf-8") + "# my own last word\n"
    out.write_text(before, "utf-8")
    assert run("record", "draft", other, "--into", out).code == 0
    after = out.read_text("utf-8")
    kept = [line for line in before.splitlines() if line not in after.splitlines()]
    assert all("wire" in line or "said" in line for line in kept), kept
    assert "# my own last word" in after
    assert (tmp_path / "texts" / "other.txt").is_file()
    assert run("check", out).code == 0
    again = json.loads(run("record", "draft", other, "--into", out, "--json").out)
    assert again["proposed"] == {}
    assert out.read_text("utf-8") == after


def test_what_was_rejected_is_not_proposed_again(
    run: Run, wire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither into the case it was rejected from, nor into a copy of it elsewhere, nor in a new draft there."""
    out = tmp_path / "tunnel.yaml"
    run("record", "draft", wire, "--out", out)
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n1\nr\nq\n"))
    run("record", "review", out)
    left = len(read_case(out).ties)
    for words in (("--into", out), ("--into", out, "--out", tmp_path / "copy.yaml"), ("--out", out, "--force")):
        told = json.loads(run("record", "draft", wire, *words, "--json").out)
        assert told["rejected_before"] == {"ties": 1}, words
        assert len(read_case(told["case"]).ties) == left


def test_a_shipped_case_is_added_to_elsewhere(run: Run, wire: Path, tmp_path: Path) -> None:
    """It is not ours to write; a document of a later day would be hindsight."""
    assert "say with --out where" in run("record", "draft", wire, "--into", "korea-2017").err
    late = run("record", "draft", wire, "--into", "korea-2017", "--out", tmp_path / "korea.yaml")
    assert late.code == 1
    assert "after the day of the case" in late.err
    early = run(
        "record", "draft", wire, "--into", "korea-2017", "--out", tmp_path / "korea.yaml", "--date", "2017-03-12"
    )
    assert early.code == 0
    assert len(read_case(tmp_path / "korea.yaml").claims) == len(read_case("korea-2017").claims)


def test_only_a_case_file_is_added_to(run: Run, wire: Path, tmp_path: Path) -> None:
    """A model of another program has no room for proposals."""
    model = tmp_path / "model.gmcr"
    model.write_text("{}")
    assert "expected a case file in YAML" in run("record", "draft", wire, "--into", model).err


def test_what_is_left_out_is_shown_but_not_all_of_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A few of each reason, and how many more; what to know of the texts."""
    late = [replace(EVENT, entry=EVENT.entry | {"when": f"20{k}"}) for k in range(30, 38)]
    one = part(EVENT, *late)
    shown = Drafted(tmp_path / "x.yaml", {}, merge(start(), [one]), (one,), ("river: it has odd characters",))
    show_drafted(shown)
    out = capsys.readouterr().out
    assert "left out: events: dated after the document" in out
    assert "and 2 more" in out
    assert "warning river: it has odd characters" in out


def test_nothing_is_written_over(run: Run, wire: Path, other: Path, tmp_path: Path) -> None:
    """Neither a case nor a text that is another, unless it is asked for."""
    out = tmp_path / "tunnel.yaml"
    out.write_text("mine")
    refused = run("record", "draft", wire, "--out", out)
    assert refused.code == 1
    assert "is there already" in refused.err
    assert out.read_text() == "mine"
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "wire.txt").write_text("another text")
    assert "holds another text" in run("record", "draft", wire, "--out", tmp_path / "new.yaml").err
    assert not (tmp_path / "new.yaml").exists()
    assert run("record", "draft", wire, "--out", out, "--force").code == 0
    assert run("record", "draft", other, wire, "--out", out, "--force").code == 0


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "give --out case.yaml"),
        (("--out", "x.yaml", "--date", "2021-02-30"), "found the date '2021-02-30'"),
        (("--out", "x.yaml", "--date", "2021-01-01", "--date", "2021-01-02"), "found 2 dates for 1 documents"),
    ],
)
def test_calls_that_lead_nowhere(run: Run, wire: Path, words: tuple[str, ...], expected: str) -> None:
    """Each with what was expected."""
    ended = run("record", "draft", wire, *words)
    assert ended.code == 1
    assert expected in ended.err


def test_a_document_without_a_date_asks_for_one(run: Run, tmp_path: Path) -> None:
    """Today is never taken for it; with one, dates without a year are reckoned from it."""
    path = tmp_path / "undated.txt"
    path.write_text("France and Italy signed a treaty on 1 May.\n", "utf-8")
    refused = run("record", "draft", path, "--out", tmp_path / "x.yaml")
    assert refused.code == 1
    assert "--date 2017-12-26" in refused.err
    assert run("record", "draft", path, "--out", tmp_path / "x.yaml", "--date", "2019-06-01").code == 0
    assert [str(one.when) for one in read_case(tmp_path / "x.yaml").events] == ["2019-05-01"]


def test_another_language_is_said_to_be_one(run: Run, tmp_path: Path) -> None:
    """There are rules for English only: nothing is guessed."""
    path = tmp_path / "bericht.txt"
    path.write_text(GERMAN * 3, "utf-8")
    refused = run("record", "draft", path, "--out", tmp_path / "x.yaml")
    assert refused.code == 1
    assert "found a text in German, expected one in English" in refused.err


def test_a_page_is_kept_as_the_text_that_was_taken_from_it(run: Run, tmp_path: Path) -> None:
    """HTML is not cited; the text beside the case is, and its digest is the source's."""
    page = tmp_path / "page.html"
    paragraphs = "".join(f"<p>{part}</p>" for part in WIRE.split("\n\n"))
    page.write_text(f"<!doctype html><html><body><article>{paragraphs}</article></body></html>", "utf-8")
    out = tmp_path / "tunnel.yaml"
    assert run("record", "draft", page, "--out", out, "--date", "2021-03-12").code == 0
    kept = (tmp_path / "texts" / "page.txt").read_bytes()
    assert read_case(out).sources["page"].sha256 == hashlib.sha256(kept).hexdigest()
    assert run("check", out).code == 0


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00broken",
        ("“" * 3000).encode(),
        ("12 March 2021\n\n" + "France said that " * 3000).encode(),
        "12 March 2021\n\n\u202eFrance\u200b demanded that Italy\u2066 withdraw.\u202c\n".encode(),
        b'12 March 2021\r\n\r\n"France will wait," said Luc Moreau.\r\n',
        ("12 March 2021\n\n" + "[" * 4000 + "{{% %}}: - ? # & * ! | > ' \" % @ `").encode(),
    ],
)
def test_hostile_documents_end_with_a_draft_or_with_words(run: Run, tmp_path: Path, data: bytes) -> None:
    """Never with a traceback; what is drafted checks."""
    path = tmp_path / "odd.txt"
    path.write_bytes(data)
    out = tmp_path / "odd.yaml"
    ended = run("record", "draft", path, "--out", out, "--date", "2021-03-12")
    assert ended.code in {0, 1}
    assert "fault of goodoffices" not in ended.err
    if ended.code == 0:
        checked = run("check", out)
        assert checked.code == 0, checked.out + checked.err
    else:
        assert not out.exists()


def gold_of(text: str) -> dict[str, Any]:
    """Annotate a few things of the report."""
    quote = "We\nwill open the books if Paris does the same,"
    at = text.index(quote)
    return {
        "document": {"sha256": hashlib.sha256(text.encode()).hexdigest(), "date": "2021-03-12", "authors": []},
        "parties": [
            {"id": "ITA", "name": "Italy", "aliases": [{"text": "Italian", "spans": []}]},
            {"id": "FRA", "name": "France", "aliases": []},
        ],
        "people": [{"id": "verdi", "name": "Anna Verdi", "role": "foreign minister", "party": "ITA"}],
        "statements": [
            {"speaker": "verdi", "party": "ITA", "role": "foreign minister", "date": "2021-03-11", "mode": "direct",
             "quotes": [{"quote": quote, "start": at, "end": at + len(quote)}]},
        ],
    }  # fmt: skip


def test_a_draft_is_scored_against_an_annotation(run: Run, wire: Path, tmp_path: Path) -> None:
    """The text is found by its digest beside either of them; the table says precision and recall, field by field."""
    out = tmp_path / "draft" / "tunnel.yaml"
    run("record", "draft", wire, "--out", out)
    gold = tmp_path / "gold" / "wire.gold.json"
    gold.parent.mkdir()
    gold.write_text(json.dumps(gold_of(WIRE)), "utf-8")
    ended = run("record", "score", out, "--gold", gold)
    assert ended.code == 0
    assert "statements, direct: speaker" in ended.out
    told = json.loads(run("record", "score", out, "--gold", gold, "--text", wire, "--json").out)
    assert told["fields"]["date"]["recall"] == 1.0
    assert told["fields"]["statements, direct: speaker"]["recall"] == 1.0
    assert told["fields"]["anchors"]["precision"] == 1.0


def test_what_cannot_be_scored_is_said(run: Run, wire: Path, other: Path, tmp_path: Path) -> None:
    """Another text, no text, an annotation that is none."""
    out = tmp_path / "draft" / "tunnel.yaml"
    run("record", "draft", other, "--out", out)
    gold = tmp_path / "wire.gold.json"
    gold.write_text(json.dumps(gold_of(WIRE)), "utf-8")
    refused = run("record", "score", out, "--gold", gold, "--text", wire)
    assert refused.code == 1
    assert "expected a draft of that very text" in refused.err
    gold.write_text("[]")
    assert "expected an annotation" in run("record", "score", out, "--gold", gold).err
    gold.write_text(json.dumps({"document": {"sha256": "0" * 64}}))
    assert "name it with --text" in run("record", "score", out, "--gold", gold).err
