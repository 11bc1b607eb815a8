"""What the brief rests on: computed results, judgements, sources, assumptions, tables behind the pictures, method."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from goodoffices.brief.blocks import Block, Bullet, Bullets, Notes, Section, Table, said
from goodoffices.brief.candidates import ratings
from goodoffices.brief.context import Context
from goodoffices.brief.phrasing import capital, ended, in_range, spelled
from goodoffices.brief.record import day
from goodoffices.brief.standing import tie_words
from goodoffices.case import Citation
from goodoffices.case.strategic import Constraint
from goodoffices.mapping import Moment
from goodoffices.wording import decimal

__all__ = ["evidence", "tables"]


def tables(context: Context) -> Iterator[Section]:
    """Write the assumptions of the model and the tables behind ratings and pictures."""
    parts: list[tuple[str, tuple[Block, ...]]] = [
        ("Assumptions of the model", tuple(_assumptions(context))),
        ("Reasons for the ratings of candidates", tuple(_ratings(context))),
        ("All ties", tuple(_ties(context))),
        ("All interests", tuple(_interests(context))),
        ("Everything with a date", tuple(_moments(context))),
        ("Figures on record", tuple(_facts(context))),
    ]
    for title, blocks in parts:
        if blocks:
            yield Section(title, blocks, appendix=True)


def evidence(context: Context) -> Iterator[Section]:
    """Write the lists that marks point to; called last, when all marks are given."""
    ledger = context.ledger
    lists = [
        ("Computed results and their evidence", ledger.results()),
        ("The analyst’s judgements and their reasons", ledger.judgements()),
    ]
    for title, notes in lists:
        if notes:
            yield Section(title, (Notes(notes),), appendix=True)
    sources = ledger.references()
    if sources:
        yield Section("Sources", (Notes(sources),), appendix=True)


def _assumptions(context: Context) -> Iterator[Block]:
    case, phrases = context.case, context.phrases
    if not case.options:
        return
    rules = [
        Bullet((context.ledger.cited(_rule(rule, phrases.condition(rule.condition)), rule.cite),))
        for rule in case.feasible
    ]
    rules += [
        Bullet(
            said(f"{capital(phrases.owned(option))} can only be {'taken' if way == 'on' else 'given up'}.", "judgement")
        )
        for option, way in case.one_way.items()
    ]
    if rules:
        yield Bullets(tuple(rules))
    for maker, wish in case.preferences.items():
        name = capital(phrases.party(maker))
        lines = tuple(
            (
                said(str(k)),
                (context.ledger.cited(_reasoned(phrases.condition(line.that), line.why), line.cite or wish.cite),),
                said(
                    "unknown" if line.unknown else in_range(line.confidence) if line.confidence else "not stated",
                    "judgement",
                ),
            )
            for k, line in enumerate(wish.statements or (), start=1)
        )
        if lines:
            columns = ("Rank", "What it prefers, most important first", "How sure")
            yield Table(f"{name}: preferences", columns, lines, (7, 77, 16))
        else:
            form = "an explicit ranking of states" if wish.ranking is not None else "payoffs for states"
            yield Bullets((Bullet((context.ledger.cited(f"{name}: the case gives {form}.", wish.cite),)),))


def _rule(rule: Constraint, words: str) -> str:
    return _reasoned(f"It is never so that {words}" if rule.never else words, rule.why)


def _reasoned(words: str, why: str | None) -> str:
    return f"{ended(words)} {ended(why)}" if why else ended(words)


def _ratings(context: Context) -> Iterator[Block]:
    rows = tuple(
        (
            said(who),
            said(criterion),
            said(in_range(rated.value), "judgement"),
            (context.ledger.cited(ended(rated.why) if rated.why else "Judgement of the analyst.", rated.cite),),
        )
        for who, criterion, rated in ratings(context)
    )
    if rows:
        yield Table("Why each rating is what it is", ("Candidate", "Criterion", "Range", "Why"), rows, (20, 20, 14, 46))


def _ties(context: Context) -> Iterator[Block]:
    phrases = context.phrases
    rows = tuple(
        (
            said(f"{capital(phrases.party(tie.ends[0]))} {'→' if tie.directed else '–'} {phrases.party(tie.ends[1])}"),
            (context.ledger.cited(ended(tie_words(tie)), tie.cite),),
            said(in_range(tie.strength) if tie.strength else "not rated", "judgement"),
            said(capital(day(tie.when)) if tie.when else "no date"),
        )
        for tie in context.case.ties
    )
    if rows:
        yield Table(
            "The ties of the map; an arrow runs from who acts",
            ("Who", "What", "Strength", "When"),
            rows,
            (26, 46, 12, 16),
        )


def _interests(context: Context) -> Iterator[Block]:
    rows = tuple(
        (
            said(capital(context.phrases.party(party))),
            (context.ledger.cited(f"{ended(interest.want)}{' Implied.' if interest.implied else ''}", interest.cite),),
            said(in_range(interest.weight) if interest.weight else "not rated", "judgement"),
            said(spelled(interest.topic or "–")),
        )
        for party, interests in context.case.interests.items()
        for interest in interests
    )
    if rows:
        yield Table("Who wants what; weights from 0 to 5", ("Who", "What", "Weight", "Topic"), rows, (22, 48, 12, 18))


def _moments(context: Context) -> Iterator[Block]:
    rows = tuple(
        (
            said(capital(day(moment.when))),
            said(capital(context.phrases.party(moment.who))),
            (context.ledger.cited(ended(moment.what), *_cites(context, moment)),),
            said(moment.kind),
        )
        for moment in context.found.moments
    )
    if rows:
        yield Table("Statements, events and measures", ("When", "Who", "What", "Kind"), rows, (18, 20, 50, 12))


def _cites(context: Context, moment: Moment) -> tuple[Citation | None, ...]:
    entry: Any = getattr(context.case, moment.section)[moment.number]
    return tuple(getattr(entry, name, None) for name in ("said", "reported", "cite"))


def _facts(context: Context) -> Iterator[Block]:
    rows = tuple(
        (
            said(capital(context.phrases.parties(fact.about))),
            (context.ledger.cited(ended(fact.what), fact.cite),),
            said(_value(fact.value, fact.unit)),
            said(str(fact.year)),
        )
        for fact in context.case.facts
    )
    if rows:
        yield Table(
            "Figures from data sets, with the year they cover",
            ("About", "What", "Value", "Year"),
            rows,
            (26, 44, 18, 12),
        )


def _value(value: object, unit: str | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if unit == "year" or isinstance(value, str):
        return str(value)
    return f"{decimal(float(str(value)), 3)}{f' {unit}' if unit else ''}"
