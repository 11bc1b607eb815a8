"""The first page: five to eight points, each made from results and each pointing to where it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from goodoffices.brief.argument import attackers, supporters, theses, unanswered
from goodoffices.brief.blocks import Block, Bullet, Bullets, Cell, Mark, Paragraph, Sentence
from goodoffices.brief.candidates import candidate_name
from goodoffices.brief.context import Context
from goodoffices.brief.phrasing import bare, ended, in_words, number, quoted
from goodoffices.brief.prospects import span_of
from goodoffices.brief.ranked import Ranked, leading
from goodoffices.brief.reading import CONCEPT, Reading
from goodoffices.brief.record import CAVEAT, tally
from goodoffices.brief.settled import Settled, gist
from goodoffices.brief.standing import rings
from goodoffices.brief.watch import doubts, gravest, obstacle_words
from goodoffices.wording import count, join_words

__all__ = ["key_judgements"]

_MOST_OBSTACLES = 2
_MOST_ATTACKS = 3


def key_judgements(context: Context, read: tuple[Reading, ...], deal: Settled, third: Ranked) -> tuple[Block, ...]:
    """Write the section for a reader who reads no other."""
    items = [
        *_outlook(context, read),
        *_settlement(context, deal),
        *_obstacles(context),
        *_standoffs(context),
        *_tried(context),
        *_brokers(context, third),
        *_claims(context),
        *_doubts(context),
    ]
    told = tuple(Bullet(tuple(point)) for point in items)
    legend = Sentence(
        "Numbers in brackets point to sources, J to the analyst's judgements with their reasons, C to computed "
        "results with their "
        "evidence, § to sections. Each point says first what it rests on. Italics are the analyst’s judgements. "
        "These are options and risks, not verdicts.",
    )
    return (Paragraph((legend,)), Bullets(told)) if told else (Paragraph((legend,)),)


def _see(context: Context, key: str) -> tuple[Mark, ...]:
    return (Mark(f"§{context.numbers[key]}"),) if key in context.numbers else ()


def _labelled(context: Context, key: str, first: Sentence, *rest: Sentence) -> Cell:
    """Say what a point rests on, and where it is shown."""
    sentences = [first, *rest]
    sentences[-1] = replace(sentences[-1], marks=(*sentences[-1].marks, *_see(context, key)))
    sentences[0] = replace(sentences[0], lead=_label(sentences))
    return tuple(sentences)


def _label(sentences: list[Sentence]) -> str:
    if sentences[0].basis == "computed":
        return "Computed."
    judged = any(mark.label[0] == "J" for one in sentences for mark in one.marks)
    if sentences[0].basis == "judgement":
        return "Judgement."
    return "On the record, and judged." if judged else "On the record."


def _settlement(context: Context, deal: Settled) -> Iterator[Cell]:
    told = tuple(gist(context, deal))
    if told:
        yield _labelled(context, "settled", *told)


def _outlook(context: Context, read: tuple[Reading, ...]) -> Iterator[Cell]:
    if not read:
        return
    names = list(context.case.targets)
    sentences = [one for name in names[:1] for one in _target(context, read, name)]
    if read[0].outcome.model.now is not None:
        today = read[0].today()
        sentences.insert(0, replace(today, text=today.text.replace("That state", "Today’s state", 1)))
    if sentences:
        yield _labelled(context, "prospects", *sentences)
    others = [text for name in names[1:] if (text := _briefly(read, name))]
    if others:
        among = f", over {len(read)} policies with the case as it stands" if len(read) > 1 else ""
        text = f"Other targets{among}: {'; '.join(others)}."
        yield _labelled(context, "prospects", Sentence(text, "computed", span_of(read)))


def _target(context: Context, read: tuple[Reading, ...], name: str) -> Iterator[Sentence]:
    """Say under which policies the first target holds, and at whose cost."""
    groups: dict[str, list[Reading]] = {}
    for one in read:
        groups.setdefault(one.outcome.targets[name].standing(CONCEPT), []).append(one)
    words = f"{read[0].target_name(name)} ({bare(context.case.targets[name].say or name)})"
    told = {
        "gains": "holds, and each move there pays for whoever makes it, under {}",
        "costs": "holds, but needs a move that does not pay at once for whoever makes it, under {}",
        "held": "holds under {}",
        "unheld": "can be reached and does not hold under {}",
        "shut": "is out of reach under {}",
    }
    parts = [told[kind].format(join_words([one.label for one in groups[kind]])) for kind in told if kind in groups]
    yield Sentence(f"{words} {'; it '.join(parts)}.", "computed", span_of(read))
    for one in groups.get("unheld", [])[:1]:
        leaving = one.leaving(name)
        yield Sentence(f"Why not, for instance under {one.label}: {leaving}", "computed", (one.mark,))


def _briefly(read: tuple[Reading, ...], name: str) -> str:
    held = [one for one in read if one.outcome.targets[name].standing(CONCEPT) in {"gains", "costs", "held"}]
    words = read[0].target_name(name)
    if len(read) == 1:
        return f"{words} {'holds' if held else 'does not hold'}"
    if not held:
        return f"{words} holds under none of them"
    if len(held) == len(read):
        return f"{words} holds under all {len(read)}"
    if len(held) <= 2:
        return f"{words} holds only under {join_words([one.label for one in held])}"
    return f"{words} holds under {len(held)} of {len(read)}"


def _obstacles(context: Context) -> Iterator[Cell]:
    sentences = [
        context.ledger.cited(
            ended(f"{obstacle_words(context, one)} (severity {in_words(one.severity)}, of 1)"), one.cite
        )
        for one in gravest(context)[:_MOST_OBSTACLES]
    ]
    if sentences:
        yield _labelled(context, "watch", *sentences)


def _standoffs(context: Context) -> Iterator[Cell]:
    found = rings(context)
    if found:
        yield _labelled(context, "standing", *found[:2])


def _tried(context: Context) -> Iterator[Cell]:
    watched, followed = tally(context)
    if not watched:
        return
    verb = "names" if watched == 1 else "name"
    text = (
        f"{number(watched, 'measure')} on file {verb} events that would show "
        "whether it worked; "
        f"after {followed or 'none'} of them such events were recorded."
    )
    mark = context.ledger.result(
        "measures", (Sentence(f"{text} {CAVEAT} Counted from the events on file.", "computed"),)
    )
    yield _labelled(context, "record", Sentence(text, "computed", (mark,)), Sentence(CAVEAT))


def _brokers(context: Context, third: Ranked) -> Iterator[Cell]:
    candidates = context.case.candidates
    if not candidates:
        return
    first = leading(context, third)
    if first is not None:
        yield _labelled(context, "brokers", first)
        return
    names = [candidate_name(context, name) for name in candidates]
    many = number(len(candidates), "candidate is", "candidates are")
    yield _labelled(
        context, "brokers", Sentence(f"{many} set side by side, none ranked: {join_words(names)}.", "judgement")
    )


def _claims(context: Context) -> Iterator[Cell]:
    claims = context.case.claims
    for claim in theses(context)[:1]:
        against = attackers(claim, claims)
        text = (
            f"The claim {quoted(claim.text)} has {count(len(supporters(claim, claims)), 'claim')} for it and "
            f"{count(len(against), 'claim')} against it."
        )
        sentences = [context.ledger.cited(text, claim.cite)]
        standing = unanswered(claim, claims)
        sentences += [
            context.ledger.cited(f"{'Unanswered: ' if k == 0 else ''}{quoted(one.text)}.", one.cite)
            for k, one in enumerate(standing[:_MOST_ATTACKS])
        ]
        yield _labelled(context, "argument", *sentences)


def _doubts(context: Context) -> Iterator[Cell]:
    for maker, line in doubts(context)[:1]:
        text = (
            f"The least sure reading on which the outlook rests is of what {context.phrases.party(maker)} prefers: "
            f"{context.phrases.condition(line.that)}."
        )
        yield _labelled(context, "watch", Sentence(text, "judgement", context.ledger.marks(line.cite)))
