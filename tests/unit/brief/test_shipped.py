"""The briefs of the cases that are shipped."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from goodoffices.brief import Document, compose, render
from goodoffices.store import read_case, read_shortlist


@pytest.fixture(scope="module")
def korea() -> Document:
    """Return the brief of the large case."""
    return compose(read_case("korea-2017"), past=read_shortlist("korea-2017"))


@pytest.mark.parametrize("name", ["prisoners-dilemma", "elmira-1991", "us-dprk-2017-teaching"])
def test_small_cases_have_a_sensible_brief(name: str) -> None:
    """Judgements, parties, prospects; our words pass the linter."""
    document = compose(read_case(name))
    titles = [one.title for one in document.sections if one.number]
    assert titles[:1] == ["Key judgements"]
    assert "Where it leads" in titles
    assert not [one for one, _ in document.findings() if one.basis in {"computed", "editorial"}]


def test_the_korean_brief_is_whole(korea: Document) -> None:
    """All parts, our words pass the linter, and nobody reads a code for words."""
    assert [one.number for one in korea.sections if one.number] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert "What happened next" in [one.title for one in korea.sections]
    assert not [one for one, _ in korea.findings() if one.basis in {"computed", "editorial"}]
    text = " ".join(one.text for one in korea.sentences())
    assert "PRK.talk" not in text
    assert (
        "North Korea would come to talks" in text
        or "would suspend nuclear and long-range missile tests and come to talks" in text
    )


def test_the_korean_brief_fits_its_paper(korea: Document) -> None:
    """At least four pages of A4, handling and viewpoint on each."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(render(korea, ".pdf"))).pages]
    assert 4 <= len(pages) <= 40
    assert all(korea.handling.upper() in page and korea.viewpoint[:30] in page for page in pages)
