"""Citations held against the texts that are here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from goodoffices.case import Case, Locator, Quote, locate, verify
from goodoffices.case.verification import bears_out_any


def test_every_anchor_is_counted_once(small: Case, report_text: str) -> None:
    """Verified, without a text, or the analyst's own: none is passed over."""
    found = verify(small, {"report": report_text})
    anchors = 6 + 5 + 44
    assert found.verified == 6
    assert dict(found.without_text) == {"accord": 4, "report": 1}
    assert found.not_verified == 5
    assert found.judgements == 44
    assert found.failures == ()
    alone = verify(small, {})
    assert alone.verified == 0
    assert alone.not_verified + alone.judgements == anchors
    assert dict(alone.without_text) == {"accord": 4, "report": 7}


def test_a_quotation_that_does_not_stand_in_its_text_fails_at_its_place(small: Case, report_text: str) -> None:
    """With the path down to the source."""
    found = verify(small, {"report": report_text.replace("canal", "chanel")})
    assert [".".join(map(str, failure.path)) for failure in found.failures] == [
        "statements.0.said.report",
        "demands.0.cite.report",
    ]
    assert "did not find" in found.failures[0].message
    assert found.verified == 4


def test_locators_are_verified_too(changed: Callable[..., Case], report_text: str) -> None:
    """And fail where the words are others."""
    words = locate(report_text, Quote(exact="the canal is open")).model_dump()
    case = changed(("cite: {report: the canal is open}", f"cite: {{report: {words}}}".replace("'", "")))
    assert verify(case, {"report": report_text}).verified == 6
    failures = verify(case, {"report": report_text.replace("canal", "kanal")}).failures
    assert [failure.path[:2] for failure in failures] == [("statements", 0), ("demands", 0)]
    assert "the text has changed" in failures[1].message


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("report", "We will release water, they said.", True),
        ("report", "Nothing of the kind.", False),
        ("accord", "article 1", False),
        ("elsewhere", "We will release water", False),
    ],
)
def test_a_text_that_bears_out_one_citation_is_that_source(
    small: Case, source: str, text: str, *, expected: bool
) -> None:
    """A place alone proves nothing."""
    assert bears_out_any(small, source, text) is expected


def test_a_citation_lists_its_anchors(small: Case) -> None:
    """Sources in file order, reasons apart."""
    cite = small.demands[0].cite
    assert [(source, type(anchor)) for source, anchor in cite.anchors()] == [("report", Quote)]
    assert cite.source_names == ("report",)
    assert cite.reasons == ()
    assert small.demands[1].cite.reasons == ("its reply",)
    assert small.demands[1].cite.source_names == ()
    assert Locator(para=1, start=0, end=1, sha256="0" * 64).para == 1
