"""Numbers for what a sentence rests on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from goodoffices.brief.blocks import said
from goodoffices.brief.citing import Ledger, reference
from goodoffices.brief.filtering import at_level
from goodoffices.case import Case, Citation, Source

ANALYST: dict[str, Any] = {"analyst": "The reading of a careful person"}
PAPER: dict[str, Any] = {"paper": {"para": 2, "start": 0, "end": 4, "sha256": "0" * 64}}
RECORD: dict[str, Any] = {"record": {"at": "item 3"}}
TEXTS = {"paper": "First.\n\nWater is life.\n\nWater."}


def cite(**anchors: Any) -> Citation:
    """Make a citation."""
    return Citation.model_validate(anchors)


def test_numbers_follow_the_order_of_first_use(make: Callable[..., Case]) -> None:
    """The same source keeps its number, the same reason its own."""
    ledger = Ledger(make(), {})
    assert [str(one) for one in ledger.marks(cite(**RECORD), cite(**PAPER, **ANALYST))] == [
        "1, item 3",
        "2, para. 2",
        "J1",
    ]
    assert [str(one) for one in ledger.marks(cite(**PAPER), None, cite(**ANALYST))] == ["2, para. 2", "J1"]
    assert [note.sentences[0].text for note in ledger.judgements()] == ["The reading of a careful person."]
    assert [note.mark.label for note in ledger.references()] == ["1", "2"]
    assert ledger.not_cited == 1


def test_places_in_one_source_are_put_together(make: Callable[..., Case]) -> None:
    """Paragraphs are sorted, other places follow, the whole needs no place."""
    ledger = Ledger(make(), {})
    locators = [{"para": k, "start": 0, "end": 1, "sha256": "0" * 64} for k in (5, 2)]
    assert str(ledger.marks(cite(paper=[*locators, {"at": "end"}]))[0]) == "1, paras 2 and 5; end"
    assert str(ledger.marks(cite(paper=[{"at": "whole"}, {"at": "para. x"}, {"at": "end"}]))[0]) == "1, para. x; end"


def test_a_quotation_is_shown_by_its_paragraph_and_never_by_its_words(make: Callable[..., Case]) -> None:
    """Without the text, or where the words stand twice, no place is shown."""
    ledger = Ledger(make(), TEXTS)
    assert str(ledger.marks(cite(paper="Water is life"))[0]) == "1, para. 2"
    assert str(ledger.marks(cite(paper="Water"))[0]) == "1"
    assert str(ledger.marks(cite(record="Water"))[0]) == "2"


def test_a_sentence_without_a_source_is_a_judgement(make: Callable[..., Case]) -> None:
    """Where a source is named too, it is cited."""
    ledger = Ledger(make(), {})
    assert ledger.cited("x", cite(**ANALYST)).basis == "judgement"
    assert ledger.cited("x", None).basis == "judgement"
    assert ledger.cited("x", cite(**ANALYST, **PAPER)).basis == "cited"


def test_results_are_numbered_once(make: Callable[..., Case]) -> None:
    """The same key keeps its number and its first words."""
    ledger = Ledger(make(), {})
    assert [ledger.result(key, said(key)).label for key in ("a", "b", "a")] == ["C1", "C2", "C1"]
    assert [note.sentences[0].text for note in ledger.results()] == ["a", "b"]


def test_a_hidden_source_keeps_its_number_and_nothing_else(make: Callable[..., Case]) -> None:
    """Neither title nor place is shown."""
    plain = make().model_dump(mode="json", by_alias=True, exclude_unset=True)["sources"]
    shown = at_level(make(sources=plain | {"paper": {**plain["paper"], "handling": "confidential"}}), "open")
    ledger = Ledger(shown.case, {})
    assert [str(one) for one in ledger.marks(cite(**PAPER))] == ["1"]
    assert (
        ledger.references()[0].sentences[0].text.startswith("A source not shown at this level of handling (no date).")
    )


def test_references_are_written_author_date_title(make: Callable[..., Case]) -> None:
    """Everything that is known stands there, nothing else."""
    sources = make().sources
    assert reference(sources["paper"], "paper") == (
        "Roe, Jane and Staff (2 April 2020). Untitled newspaper article. The River Post, 7(2), p. 4. Version 2. "
        "doi:10.1/4. https://river.example/4. News. Reliability: news."
    )
    assert reference(sources["unused"], "unused") == "Rivers (no date). 9. Reliability: unknown."
    assert reference(None, "lost") == "lost, which the case does not describe."
    pages = Source.model_validate({"type": "chapter", "title": "A?", "page": "3-9"})
    assert reference(pages, "p") == "A? (no date). pp. 3-9. Reliability: unknown."
