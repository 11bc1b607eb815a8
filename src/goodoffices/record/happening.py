"""Events: who did what to whom, and when, as the text states it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from goodoffices.record.circumstance import date_in, date_of, evidence_of
from goodoffices.record.deeds import Deed, Deeds, deed_of, deeds
from goodoffices.record.occasions import occasions
from goodoffices.record.parts import Proposal, Span
from goodoffices.record.reading import Reading
from goodoffices.record.roles import parties_of
from goodoffices.record.study import Studied, study

__all__ = ["find_events"]

_PAST = frozenset({"past", "perfect"})
_NOT_FINITE = frozenset({"infinitive", "participle"})


@dataclass(frozen=True)
class _Event:
    """An event before those that are the same are brought together; ``person`` acts where no party is known to."""

    deed: Deed
    when: str | None
    evidence: Span
    person: str | None = None


def find_events(reading: Reading) -> tuple[Proposal, ...]:
    """Propose the events that a document states as done; a second telling of one is further evidence for it.

    Parameters
    ----------
    reading
        The document.

    Returns
    -------
    tuple of Proposal
        Section ``events``. Where the text gives no date the key ``when`` is left out; where it names nobody who acted,
        ``who``, but then there is a date.

    Examples
    --------
    >>> from goodoffices.case.anchoring import Span
    >>> from goodoffices.record.parts import Block, Layout, Mention, Names, Party, Sentence
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> text = "France has invaded Austria."
    >>> named = [Mention(Span(0, 6), "FRA", "party"), Mention(Span(19, 26), "AUT", "party")]
    >>> parties = [Party(one, one, "state", ()) for one in ("FRA", "AUT")]
    >>> layout = Layout(text, (Block(Span(0, len(text)), "paragraph"),))
    >>> names = Names(tuple(parties), (), tuple(named))
    >>> reading = Reading(layout, (Sentence(Span(0, len(text)), 0),), (), names, (), read_lexicon())
    >>> [(one.entry["type"], one.entry["who"], one.entry["to"]) for one in find_events(reading)]
    [('invasion', 'FRA', 'AUT')]
    """
    table = deeds(reading.lexicon)
    found = [
        event
        for studied in study(reading)
        if studied.modality == "fact"
        for event in _in_clause(reading, studied, table)
    ]
    return tuple(_proposal(events) for events in _same(found))


def _in_clause(reading: Reading, studied: Studied, table: Deeds) -> Iterator[_Event]:
    deed = deed_of(studied, table)
    told = _told(reading, studied, deed) if deed is not None else _stay(reading, studied, table)
    if told is not None:
        yield told
    for event in _by_noun(reading, studied, table):
        # "released six prisoners after talks with": two events in one clause, but "held talks with" is one
        other = event.deed.kind.mutual and told is not None and told.deed.kind.name != event.deed.kind.name
        if told is None or other:
            yield event


def _told(reading: Reading, studied: Studied, deed: Deed) -> _Event | None:
    """Read a deed as an event: words need a date of their own, and a present tense tells what is the rule."""
    when = date_of(reading, studied.parsed, studied.clause)
    dated = when is not None
    if deed.kind.said or studied.quoted:
        is_event = dated or (not studied.quoted and _names_day(reading, studied))
    else:
        is_event = dated or _happened(studied)
    person = next(iter(_people(studied)), None) if not deed.who else None
    known = bool(deed.who) or person is not None or (dated and not deed.kind.said)
    if not known or not is_event or (deed.kind.mutual and not deed.whom and not dated):
        return None
    return _Event(deed, when, evidence_of(studied.parsed, studied.clause), person)


def _people(studied: Studied) -> Iterator[str]:
    """Return the people who act and whose party is not known."""
    clause, tokens = studied.clause, studied.parsed.tokens
    named = (tokens[k].mention for k in range(clause.subject.start, clause.subject.end) if not clause.group.passive)
    return (mention.of for mention in named if mention is not None and mention.what == "person")


def _happened(studied: Studied) -> bool:
    tense = studied.clause.group.tense
    return tense in _PAST or tense in _NOT_FINITE or studied.block.kind == "caption" or _is_headline(studied)


def _is_headline(studied: Studied) -> bool:
    """Say whether a block is one sentence without a full stop, as headlines and captions are."""
    last = studied.parsed.tokens[-1]
    return studied.parsed.sentence.span == studied.block.span and last.tag not in {"mark", "quote"}


def _names_day(reading: Reading, studied: Studied) -> bool:
    """Say whether a day of the week is named that cannot be reckoned, the document giving no date of its own."""
    clause = studied.clause
    days = reading.lexicon.words("events", "days")
    said = studied.parsed.tokens[clause.lead : clause.rest.end]
    return reading.layout.issued is None and any(token.low in days for token in said)


def _stay(reading: Reading, studied: Studied, table: Deeds) -> _Event | None:
    """Read "the envoy was in Khartoum last week" as a visit."""
    clause = studied.clause
    people = tuple(role for role in studied.who if role.person)
    own = set(parties_of(people))
    places = tuple(one for one in studied.others if one.preposition == "in" and not one.owner and one.party not in own)
    if clause.group.verb != "be" or clause.group.tense != "past" or not people or not places:
        return None
    when = date_of(reading, studied.parsed, clause)
    deed = Deed(table.kinds["visit"], people, places, "be in")
    return _Event(deed, when, evidence_of(studied.parsed, clause)) if when is not None else None


def _by_noun(reading: Reading, studied: Studied, table: Deeds) -> Iterator[_Event]:
    """Read deeds told by nouns: with a date of their own, or after a verb in the past."""
    parsed, clause = studied.parsed, studied.clause
    for occasion in occasions(reading, studied, table):
        when = date_in(reading, parsed, range(occasion.start, occasion.end), modifiers=True)
        name = occasion.deed.kind.name
        after_verb = occasion.noun in clause.rest and clause.group.tense in _PAST and not occasion.deed.kind.said
        several = parsed.tokens[occasion.noun].low.endswith("s") and name not in reading.lexicon.words(
            "events", "plural"
        )
        if when is None and after_verb:
            when = date_of(reading, parsed, clause)
        if when is not None or (after_verb and not several):
            yield _Event(occasion.deed, when, parsed.span(occasion.start, occasion.end))


def _same(found: list[_Event]) -> list[list[_Event]]:
    """Bring together tellings of the same event."""
    groups: list[list[_Event]] = []
    for event in found:
        group = next((group for group in groups if _agree(group[0], event)), None)
        if group is None:
            groups.append([event])
        else:
            group[0] = replace(group[0], when=group[0].when or event.when)
            group.append(event)
    return groups


def _agree(one: _Event, other: _Event) -> bool:
    if one.deed.kind.name != other.deed.kind.name:
        return False
    some, others = set(parties_of(one.deed.who)), set(parties_of(other.deed.who))
    reached, also = set(parties_of(one.deed.whom)), set(parties_of(other.deed.whom))
    if not some or not others:
        alike = some == others and reached == also and one.person == other.person
    elif one.deed.kind.mutual:
        some, others = some | reached, others | also
        alike = some <= others or others <= some
    else:
        alike = bool(some & others) and (not reached or not also or bool(reached & also))
    earlier, later = one.when or "", other.when or ""
    return alike and (earlier.startswith(later) or later.startswith(earlier))


def _proposal(group: list[_Event]) -> Proposal:
    deed = group[0].deed
    entry: dict[str, object] = {"type": deed.kind.name}
    who = deed.who[0].party if deed.who else group[0].person
    if who is not None:
        entry["who"] = who
    when = max((event.when for event in group if event.when), key=len, default=None)
    if when is not None:
        entry["when"] = when
    whom = tuple(dict.fromkeys((*parties_of(deed.who)[1:], *parties_of(deed.whom))))
    if whom:
        entry["to"] = whom[0] if len(whom) == 1 else list(whom)
    entry["cameo"] = deed.kind.cameo
    return Proposal("events", entry, tuple(dict.fromkeys(event.evidence for event in group)), cue=deed.cue)
