"""What one side sees does not change when the other acts in private."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from tests.properties.talks_histories import SEATS, Act, Outcome, histories, play

from goodoffices.talks import Event, Rule, commands, events, fold, visible
from goodoffices.talks.roles import MEDIATOR

# What the design calls private, whatever the kernel makes of it.
_PRIVATE = (
    commands.Sound,
    commands.Disclose,
    commands.Withdraw,
    commands.Instruct,
    commands.Criticise,
    commands.AnswerQuestion,
    commands.SignWording,
    commands.RevokeWording,
    commands.Countersign,
)


def trace(outcomes: Sequence[Outcome], seat: str) -> list[tuple[int, Event | Rule]]:
    """Return all that a seat could ever notice: what it was told, numbered as it sees it, and what it was refused."""
    noticed: list[tuple[int, Event | Rule]] = []
    for outcome in outcomes:
        if outcome.refused and outcome.act.actor.group == seat:
            noticed.append((len(noticed) + 1, outcome.refused))
        noticed += [(len(noticed) + 1, event) for event in outcome.events if seat in event.audience]
    return noticed


def without_private_acts(outcomes: Sequence[Outcome], seat: str) -> list[Act]:
    """Return the acts without a seat's private ones, except for wordings that it let pass and that were passed on."""
    released = {
        (act.command.seat, act.command.wording)
        for act in (outcome.act for outcome in outcomes if not outcome.refused)
        if isinstance(act.command, commands.ReleaseWording)
    }

    def stays(act: Act) -> bool:
        if act.actor.group != seat or not isinstance(act.command, _PRIVATE):
            return True
        # A wording that was passed on is no secret any more, and what it was revoked by afterwards may stay too.
        return isinstance(act.command, commands.SignWording | commands.RevokeWording) and (
            (seat, act.command.id) in released
        )

    return [outcome.act for outcome in outcomes if stays(outcome.act)]


@given(histories())
@settings(max_examples=200, deadline=None)
def test_what_one_side_sees_does_not_change_when_the_other_acts_in_private(acts: list[Act]) -> None:
    """The whole trace of a seat equals its trace with the other seat's private acts removed, refusals included."""
    outcomes = play(acts)
    for seat, other in (SEATS, SEATS[::-1]):
        assert trace(outcomes, seat) == trace(play(without_private_acts(outcomes, other)), seat)


@given(histories())
@settings(max_examples=60, deadline=None)
def test_a_view_is_made_of_nothing_but_what_its_viewer_was_told(acts: list[Act]) -> None:
    """Taking away all that a viewer was not told leaves the view as it is, numbers included."""
    happened = [event for outcome in play(acts) for event in outcome.events]
    for group in (*SEATS, MEDIATOR, "observers"):
        view = visible(happened, group)
        assert view == visible([event for event in happened if group in event.audience], group)
        assert fold(view.feed) == view.room


@given(histories())
@settings(max_examples=60, deadline=None)
def test_private_things_reach_the_other_side_only_as_signed_words(acts: list[Act]) -> None:
    """Every message that a seat is shown was signed for that seat by another one, in these very words, in time."""
    signed: dict[str, list[events.WordingSigned]] = {seat: [] for seat in SEATS}
    for event in (event for outcome in play(acts) for event in outcome.events):
        if isinstance(event, events.WordingSigned):
            for seat in event.to:
                signed[seat].append(event)
        if isinstance(event, events.MessageArrived):
            assert any(one.digest == event.digest and event.at < one.expires for one in signed[event.to])
        if isinstance(event, events.SoundingGiven | events.AnswerGiven):
            assert event.audience == {event.seat}
