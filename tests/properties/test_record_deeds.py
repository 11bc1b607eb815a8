"""Laws of deeds and ties for all texts."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.unit.record.marking import reading_of

from goodoffices.record.choosing import find_options
from goodoffices.record.happening import find_events
from goodoffices.record.hindering import find_obstacles
from goodoffices.record.parsing import parse
from goodoffices.record.parts import Proposal
from goodoffices.record.reading import Reading
from goodoffices.record.tying import find_ties
from goodoffices.record.valuing import find_interests, find_leverage

_STAGES = (find_events, find_ties, find_obstacles, find_options, find_interests, find_leverage)
_PIECES = (
    "[Ruritania|RUR]", "[Hentzau|HEN]", "the [Ruritanian|RUR a] army", "[Ada Rassendyll|@ada]", "[Nemo|@nemo]",
    "rebels", "both sides", "they", "we", "their", "the", "a", "no", "not", "two", "which", "who", "that", "if", "and",
    "but", "or", ",", ";", "—", "(", ")", "“", "'s", "by", "with", "between", "of", "to", "on", "after", "as", "was",
    "attacked", "attack", "has", "will", "would", "signed", "signing", "sign", "treaty", "talks", "met", "said", "ally",
    "accused", "supports", "is", "are", "lack of trust", "ties", "proposed", "summit", "could", "reluctant", "about",
    "concerned", "controls", "{in May|2020-05}", "{on Monday|2020-05-04}", "12", "$", "?", ".", ". The", "\n\n",
    "<<We left.>>", "held", "violence", "continues",
)  # fmt: skip

texts = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=40).map(" ".join)


def proposals(reading: Reading) -> list[Proposal]:
    """Return what all stages propose."""
    return [proposal for stage in _STAGES for proposal in stage(reading)]


@example("\n\n if")
@given(texts)
@settings(max_examples=200, deadline=None)
def test_words_in_any_order_are_read_and_every_proposal_rests_on_words_of_one_block(marked: str) -> None:
    """No order of words is too odd; evidence lies within one block, parties are those of the text."""
    reading = reading_of(f"It {marked}", issued="2020-06-01")
    known = {party.id for party in reading.names.parties} | {person.id for person in reading.names.people}
    for proposal in proposals(reading):
        assert proposal.evidence
        for span in proposal.evidence:
            assert span.start < span.end
            assert any(block.span.start <= span.start and span.end <= block.span.end for block in reading.layout.blocks)
        for key in ("who", "from", "party", "over"):
            assert proposal.entry.get(key) in {None, *known}


@given(texts)
@settings(max_examples=100, deadline=None)
def test_clauses_follow_one_another(marked: str) -> None:
    """Verbs come in order, each clause ends before the next verb, and hangs on an earlier one."""
    reading = reading_of(f"It {marked}")
    for sentence in reading.sentences:
        parsed = parse(reading, sentence)
        end = 0
        for k, clause in enumerate(parsed.clauses):
            assert end <= clause.group.start <= clause.group.end <= clause.rest.end <= len(parsed.tokens)
            assert clause.above is None or clause.above < k
            end = clause.group.end


@given(texts)
@settings(max_examples=50, deadline=None)
def test_the_same_text_gives_the_same_proposals(marked: str) -> None:
    """Reading twice changes nothing."""
    assert proposals(reading_of(f"It {marked}")) == proposals(reading_of(f"It {marked}"))


@given(texts)
@settings(max_examples=50, deadline=None)
def test_a_tie_has_two_ends(marked: str) -> None:
    """And they are not the same."""
    for tie in find_ties(reading_of(f"It {marked}")):
        ends = tie.entry.get("between") or [tie.entry["from"], tie.entry["to"]]
        assert isinstance(ends, list)
        assert len(set(ends)) == 2
