"""What a reader of a sequence has to know before relying on it, and what was taken for granted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from goodoffices.settle.incentives import Incentives
from goodoffices.settle.steps import Step
from goodoffices.settle.waiting import Resolved
from goodoffices.settle.writing import Written
from goodoffices.wording import decimal, join_words

__all__ = ["assumptions", "cautions"]


def cautions(written: Written, steps: Sequence[Step], resolved: Sequence[Resolved], *, proven: bool) -> Iterator[str]:
    """Say what a reader has to know before relying on a sequence.

    Parameters
    ----------
    written : Written
        The path.
    steps
        The same as steps.
    resolved
        What became of preconditions.
    proven
        Whether no other order is better.
    """
    if not proven:
        yield "It is not proven that no other order is better."
    for party, gain in written.gains().items():
        if gain < 0:
            lost = decimal(float(-gain), 3)
            yield f"The package leaves {party} with {lost} less than today; no order of steps makes up for that."
    bare = [str(step.number) for step in steps if any(not one.by for one in step.guarantees)]
    if bare:
        named = f"step{'s' if len(bare) > 1 else ''} {join_words(bare)}"
        yield f"Guarantees are needed in {named}; the case names no guarantor without a position of its own."
    _, likely, slow = written.smallest_if()
    if likely is not None and slow is not None and slow < 0 <= likely:
        yield f"If verification is as slow as the case allows, the smallest slack falls to {decimal(slow, 3)}."
    for party, worth in written.afterwards().items():
        if worth < 0:
            more = decimal(-worth, 3)
            yield f"Once all is done {party} gains {more} by taking back what it can: that needs a lasting guarantee."
    for one in resolved:
        if one.how in {"given-up", "accepted-together"} and not one.ring:
            yield f"{one.by} asks of {one.of}: {one.what}. {one.told[0].upper()}{one.told[1:]}."


def assumptions(incentives: Incentives, parts: int, *, announces: bool) -> Iterator[str]:
    """Say what was taken for granted.

    Parameters
    ----------
    incentives : Incentives
        What staying and leaving are worth.
    parts
        Into how many parts moves on divisible issues were to be split.
    announces
        Whether preconditions may name what no issue covers.
    """
    yield f"A gain a year from now is worth {decimal(incentives.discount, 3)} of one today."
    if incentives.step_days is None:
        yield "A step lasts as long as its slowest verification takes."
    else:
        yield f"Every step lasts {decimal(incentives.step_days)} days, whatever its verification takes."
    yield (
        "Whoever leaves makes only those of its moves that serve it and takes back earlier ones that do not. "
        "The others make theirs, take back what they can when the step would have been verified, and no more is done."
    )
    yield "Slacks of different parties are compared, and guarantees added, each on its party's own scale."
    yield from _on_tracks(incentives, parts)
    if announces:
        yield "What preconditions name and no issue covers can be announced before the first step."


def _on_tracks(incentives: Incentives, parts: int) -> Iterator[str]:
    """Say what was taken for granted of single issues."""
    way, names = incentives.ladder, incentives.ladder.problem.issues
    apart = dict.fromkeys(one for track in way.tracks for one in track.movers if one not in way.problem.parties)
    if apart:
        listed = join_words(list(apart))
        yield f"Without a position of its own: {listed}; taken to do its part, and to take it back if somebody leaves."
    joint = [names[track.issue] for track in way.tracks if not track.attributed]
    if joint:
        yield f"Nobody is named who moves {join_words(joint)}: taken as moved by all parties with positions together."
    unseen = [names[track.issue] for track in way.tracks if track.verify is None]
    if unseen and incentives.step_days is None:
        yield f"No days of verification are given for {join_words(unseen)}: taken as seen at once."
    fixed = [names[track.issue] for track in way.tracks if track.one_way]
    yield f"What cannot be taken back: {join_words(fixed) if fixed else 'nothing'}."
    if any(way.problem.divisible[track.issue] and track.parts != parts for track in way.tracks):
        made = max(track.parts for track in way.tracks)
        told = f"in {made} parts" if made > 1 else "as a whole"
        yield f"Divisible issues move {told}, not in {parts} parts: more would be too many to weigh."
