"""Minutes and simulated negotiations in a terminal."""

from __future__ import annotations

import unicodedata
from typing import Any

from rich.markup import escape
from rich.table import Table

from goodoffices.cli.show import console, counted

__all__ = ["show_agreement", "show_simulation", "show_verified"]


def show_agreement(told: dict[str, Any]) -> None:
    """Show what an agreement is, once it has been verified."""
    console.print(f"[bold]{_said(told['title'])}[/bold]: signed by every seat, in exactly these words")
    for one in told["signed"]:
        console.print(f"{_said(one['seat'])}: {_said(one['by'])}, {_said(one['at'])}, key {one['key']}")
    console.print(f"digest of the text {told['digest']}")
    console.print(f"signed by the room with the key {told['key']}: compare the keys with those you wrote down")


def show_verified(told: dict[str, Any]) -> None:
    """Show what minutes are, once they have been verified."""
    entries = counted(told["entries"], "entry", "entries")
    console.print(f"[bold]{_said(told['title'])}[/bold]: {entries}, every one as it was signed")
    console.print(f"read by: {', '.join(map(_said, told['audience']))}")
    console.print(f"signed by the room with the key {told['key']}: compare it with the one you wrote down")
    for one in told["countersigned"]:
        who = f"{_said(one['by'])} ({_said(one['group'])})"
        console.print(f"countersigned up to entry {one['entries']} by {who}, key {one['key']}")
    if not told["countersigned"]:
        console.print("not countersigned by anybody yet: a room could show others another history")


def show_simulation(told: dict[str, Any]) -> None:
    """Show what came of simulated negotiations, by the manners of the two delegations."""
    console.print(
        f"{counted(told['rooms'], 'room')}, {told['events']:,} events, seed {told['seed']}; "
        f"bytes that crossed between seats: {told['cross_seat_bytes']}"
    )
    table = Table()
    for name in ("delegations", "rooms", "agreed", "mean gain", "joint gain missed", "questions"):
        table.add_column(name, justify="left" if name == "delegations" else "right")
    for one in told["outcomes"]:
        table.add_row(
            " + ".join(one["delegations"]),
            str(one["rooms"]),
            str(one["agreed"]),
            _share(one["mean_gain"]),
            _share(one["missed_joint_gain"]),
            f"{one['questions']:.1f}",
        )
    console.print(table)
    console.print(
        "mean gain: of what a side could at best gain over today, where both signed; missed: of the best product of "
        "gains, over all rooms. Scripted delegations, wishes drawn at random: what a procedure can reach, not what "
        "people would do."
    )


def _said(words: str) -> str:
    """Return words of a file that anybody may have made: nothing in them moves the cursor, or colours the line."""
    return escape("".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(one)[0] == "C" else one for one in words))


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"
