"""Who stands where: the map, the ties that weigh most, leverage beside will, shared interests, who waits for whom."""

from __future__ import annotations

from collections.abc import Iterator

from goodoffices.brief.blocks import Block, Bullet, Bullets, Figure, Paragraph, Sentence, Table, said
from goodoffices.brief.context import Context
from goodoffices.brief.phrasing import bare, capital, ended, in_range, spelled
from goodoffices.case.record import Demand, Interest, Tie
from goodoffices.mapping import conflict_map, leverage_chart
from goodoffices.wording import count

__all__ = ["rings", "standing", "tie_words"]

_SIGNS = {1: "cooperative", -1: "hostile", 0: "neither friendly nor hostile"}
_MOST_PAIRS = 7
_MOST_OF_A_PAIR = 3


def standing(context: Context) -> tuple[Block, ...]:
    """Write the section on parties and what binds or divides them."""
    return (
        *_parties(context),
        *_map(context),
        *_ties(context),
        *_leverage(context),
        *_interests(context),
        *_preconditions(context),
    )


def _parties(context: Context) -> Iterator[Block]:
    roles: dict[str, list[str]] = {}
    for name, party in context.case.parties.items():
        roles.setdefault(party.role, []).append(name)
    told = [
        f"{_plural(role, len(names))}: {context.phrases.parties(names)}"
        for role, names in roles.items()
        if role not in {"historical", "venue"}
    ]
    if told:
        yield Paragraph(said(f"{capital('; '.join(told))}.", "judgement"))


def _plural(role: str, number: int) -> str:
    word = {"broker-candidate": "candidate for broker", "influencer": "party with influence"}.get(role, role)
    if number == 1:
        return word
    return {
        "candidate for broker": "candidates for broker",
        "party with influence": "parties with influence",
        "undecided": "undecided",
    }.get(word, f"{word}s")


def _map(context: Context) -> Iterator[Block]:
    if not context.case.ties:
        return
    alt = (
        f"Conflict map of {context.case.title}: {count(len(context.case.parties), 'party', 'parties')} and "
        f"{count(len(context.case.ties), 'tie')}. All ties stand in a table in the appendix."
    )
    yield Figure(
        conflict_map(context.found),
        alt,
        "Who stands where. The ties stand in a table in the appendix.",
        whole_page=True,
    )


def tie_words(tie: Tie) -> str:
    """Say what a tie is, with its sign."""
    kind = tie.kind.replace("-", " ")
    return f"{kind} ({_SIGNS[tie.sign]})" + (f": {bare(tie.what)}" if tie.what else "")


def _ties(context: Context) -> Iterator[Block]:
    """Tell the ties among those who act, the pairs with the strongest ties first."""
    central = {name for name, party in context.case.parties.items() if party.role == "principal"}
    actors = central | set(context.case.options) | {c.party for c in context.case.candidates.values() if c.party}
    pairs: dict[tuple[str, ...], list[Tie]] = {}
    for tie in context.case.ties:
        if set(tie.ends) <= actors and set(tie.ends) & central:
            pairs.setdefault(tuple(sorted(tie.ends, key=list(context.case.parties).index)), []).append(tie)
    order = sorted(pairs, key=lambda pair: (not set(pair) <= central, -sum(map(_weight, pairs[pair]))))
    items = []
    for pair in order[:_MOST_PAIRS]:
        strongest = sorted(pairs[pair], key=lambda tie: -_weight(tie))[:_MOST_OF_A_PAIR]
        told = [context.ledger.cited(ended(tie_words(tie)), tie.cite) for tie in strongest]
        lead = Sentence("", lead=f"{capital(context.phrases.parties(pair))}.")
        items.append(Bullet((lead, *told)))
    if items:
        yield Bullets(tuple(items))


def _weight(tie: Tie) -> float:
    return tie.strength.middle if tie.strength else 0.0


def _leverage(context: Context) -> Iterator[Block]:
    entries = context.case.leverage
    if not entries:
        return
    told = "; ".join(
        f"{context.case.name_of(one.who)} over {context.case.name_of(one.over)}: {in_range(one.strength)}, will "
        f"{in_range(one.will)}"
        for one in entries
    )
    caption = "Leverage beside the will to use it; the two are not multiplied."
    yield Figure(leverage_chart(context.found), f"Leverage and will, from 0 to 1. {told}.", caption, width=74)
    rows = tuple(
        (
            said(f"{capital(context.phrases.party(one.who))} over {context.phrases.party(one.over)}"),
            (context.ledger.cited(ended(one.basis), one.cite),),
            said(in_range(one.strength), "judgement"),
            said(in_range(one.will), "judgement"),
        )
        for one in entries
    )
    yield Table(
        "Leverage and will, rated from 0 to 1", ("Who over whom", "By what", "Leverage", "Will"), rows, (26, 44, 15, 15)
    )


def _interests(context: Context) -> Iterator[Block]:
    rows = []
    for topic in context.found.overlap.topics:
        entries = [
            (party, interest)
            for party, interests in context.case.interests.items()
            for interest in interests
            if interest.topic == topic.topic
        ]
        parties = {party: _weighted(context, party, interest) for party, interest in reversed(entries)}
        if len(parties) > 1:
            told = capital(f"{'; '.join(reversed(parties.values()))}.")
            cell = (context.ledger.cited(told, *(interest.cite for _, interest in entries)),)
            rows.append((said(capital(spelled(topic.topic))), cell))
    if rows:
        caption = "Interests that several parties share, with weights from 0 to 5"
        yield Table(caption, ("Topic", "Who has it"), tuple(rows), (20, 80))


def _weighted(context: Context, party: str, interest: Interest) -> str:
    weight = in_range(interest.weight) if interest.weight else "no weight"
    return f"{context.phrases.party(party)} {weight}{', implied' if interest.implied else ''}"


def _preconditions(context: Context) -> Iterator[Block]:
    asked = [demand for demand in context.case.demands if demand.kind == "precondition"]
    if not asked:
        return
    items = [Bullet((_demand(context, demand),)) for demand in asked]
    yield Paragraph((Sentence("", lead="Preconditions, and who waits for whom."),))
    yield Bullets((*items, *(Bullet((ring,)) for ring in rings(context))))


def _demand(context: Context, demand: Demand) -> Sentence:
    assert demand.of is not None  # noqa: S101 - a precondition that is accepted says of whom it is asked
    who = capital(context.phrases.party(demand.by))
    purpose = f" before {bare(demand.for_)}" if demand.for_ else ""
    asked = context.phrases.party(demand.of or "")  # a precondition that is accepted says of whom
    return context.ledger.cited(f"{who} asks of {asked}{purpose}: {bare(demand.what)}.", demand.cite)


def rings(context: Context) -> tuple[Sentence, ...]:
    """Say which options wait for each other, or else which parties do."""
    phrases, standoffs = context.phrases, context.found.standoffs
    texts = [
        f"In a ring, each waits for the next: {'; '.join(map(phrases.owned, ring))}. None of them can be the first."
        for ring in standoffs.cycles
    ]
    if not texts:
        texts = [f"{capital(phrases.parties(pair))} each ask the other to move first." for pair in standoffs.mutual]
    return tuple(_evident(context, text) for text in texts)


def _evident(context: Context, text: str) -> Sentence:
    evidence = Sentence(f"{text} Read off the preconditions that the case lists.", "computed")
    return Sentence(text, "computed", (context.ledger.result(text, (evidence,)),))
