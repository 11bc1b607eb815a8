"""The kernel of the mediation room: commands, rules, events, views. Pure; the server stands above it."""

from goodoffices.talks.commands import Command, command_of
from goodoffices.talks.deciding import decide
from goodoffices.talks.events import Event, event_of
from goodoffices.talks.evolving import evolve, fold
from goodoffices.talks.roles import Actor
from goodoffices.talks.room import Room
from goodoffices.talks.rules import RefusalError, Rule
from goodoffices.talks.viewing import View, told, visible

__all__ = [
    "Actor",
    "Command",
    "Event",
    "RefusalError",
    "Room",
    "Rule",
    "View",
    "command_of",
    "decide",
    "event_of",
    "evolve",
    "fold",
    "told",
    "visible",
]
