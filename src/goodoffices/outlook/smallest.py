"""The answer to who must come to see a target how much more highly, so that it holds for everybody."""

from __future__ import annotations

import html
import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goodoffices.outlook.arcs import ArcModel, Model
from goodoffices.outlook.change_words import ChangeWords
from goodoffices.outlook.joint import Joint
from goodoffices.outlook.lifts import Lift
from goodoffices.outlook.stability import Concept
from goodoffices.outlook.statement_changes import StatementAnswer
from goodoffices.outlook.telling import StateNames

__all__ = ["SmallestChanges", "StateChange"]


@dataclass(frozen=True)
class StateChange:
    """The smallest changes under which one state holds.

    Attributes
    ----------
    state : int
        The state that is to hold.
    reachable_from_now : bool or None
        Whether moves lead there from the status quo; None where that is not known.
    lifts : tuple of Lift
        For each decision maker what it would have to see differently, the others staying as they are; proven least.
    joint : Joint
        The least for all together.
    statements : tuple of StatementAnswer
        The same in terms of statements, for those who do not hold to the state already and whose preferences are
        prioritised statements.
    together : tuple of int or None
        Which alternative of each statement answer to take, counted from 0, so that with all of them at once the state
        holds for everybody; None if no such choice was found, or somebody's preferences are not statements.
    """

    state: int
    reachable_from_now: bool | None
    lifts: tuple[Lift, ...]
    joint: Joint
    statements: tuple[StatementAnswer, ...]
    together: tuple[int, ...] | None

    @property
    def stable_already(self) -> bool:
        """Whether the state holds for everybody as things are."""
        return all(one.stable_already for one in self.lifts)

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        names = self.lifts[0].held_by.decision_makers
        return {
            "state": self.state,
            "reachable_from_now": self.reachable_from_now,
            "stable_already": self.stable_already,
            "lifts": [one.to_json() for one in self.lifts],
            "joint": self.joint.to_json(names),
            "statements": [one.to_json() for one in self.statements],
            "statements_together": None if self.together is None else list(self.together),
        }

    def sentences(self, names: StateNames | None = None) -> tuple[str, ...]:
        """Say in plain words who would have to see what differently.

        Parameters
        ----------
        names : callable, optional
            Words a state; without it states are told by their options.

        Returns
        -------
        tuple of str
            What is asked for, each decision maker, and all together.
        """
        witness = self.lifts[0].held_by
        words = ChangeWords(self.state, witness.decision_makers, witness.options, witness.states, names)
        told = [f"Asked for: {words.asked()}."]
        if self.reachable_from_now is False:
            told.append("No sequence of moves leads there from today's state.")
        answers = {one.decision_maker: one for one in self.statements}
        for one in self.lifts:
            told.append(words.lift(one))
            if one.decision_maker in answers:
                told.append(words.statements(answers[one.decision_maker]))
        if self.together is None and len(answers) == sum(not one.stable_already for one in self.lifts):
            told.append(
                "Each change of priorities is enough while everybody else stays as they are; all at once they would "
                "not hold it, and no other choice among them was found that does."
            )
        told.append(words.joint(self.joint))
        return tuple(told)


@dataclass(frozen=True, eq=False)
class SmallestChanges:
    """Who must come to see a target how much more highly, so that it holds for everybody.

    Attributes
    ----------
    model : OptionModel or ArcModel
        The conflict as it is.
    target : str
        What was asked.
    concept : {"nash", "gmr", "smr", "seq", "sseq"}
        The notion of stability.
    answers : tuple of StateChange
        One for each state meant, the smallest total change first.
    left_out : int
        How many more states meet the target and are not reported.
    method : str
        How it was computed.
    parameters : mapping of str to object
        With what settings.
    digest : str
        SHA-256 of the model's arrays.
    """

    model: Model
    target: str
    concept: Concept
    answers: tuple[StateChange, ...]
    left_out: int
    method: str
    parameters: Mapping[str, Any]
    digest: str

    def sentences(self, names: StateNames | None = None) -> tuple[str, ...]:
        """Say in plain words what the first answer comes to.

        Parameters
        ----------
        names : callable, optional
            Words a state; without it states are told by their options.

        Returns
        -------
        tuple of str
            A few sentences each.
        """
        first, more = self.answers[0].sentences(names), len(self.answers) - 1 + self.left_out
        if not more:
            return first
        return (*first, "One other state meets the target." if more == 1 else f"{more:,} other states meet the target.")

    def sentence(self, names: StateNames | None = None) -> str:
        """Say the first answer as one text.

        Parameters
        ----------
        names : callable, optional
            Words a state; without it states are told by their options.

        Returns
        -------
        str
            The sentences, joined.
        """
        return " ".join(self.sentences(names))

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data.

        Returns
        -------
        dict
            Names for decision makers and options; states as integers.
        """
        return {
            "target": self.target,
            "concept": self.concept,
            "decision_makers": list(self.model.decision_makers),
            "options": list(self.model.options),
            "now": self.model.now,
            "answers": [one.to_json() for one in self.answers],
            "left_out": self.left_out,
            "method": self.method,
            "parameters": dict(self.parameters),
            "digest": self.digest,
        }

    def to_frame(self) -> Any:
        """Return one row per state and decision maker.

        Returns
        -------
        pandas.DataFrame
            The index is ``state`` and ``decision maker``.
        """
        pandas = importlib.import_module("pandas")
        rows = []
        for answer in self.answers:
            listed = {one.decision_maker: one.alternatives[0] for one in answer.statements}
            for one in answer.lifts:
                change = listed.get(one.decision_maker)
                rows.append(
                    {
                        "state": answer.state,
                        "decision maker": self.model.decision_makers[one.decision_maker],
                        "stable already": one.stable_already,
                        "distance": one.distance,
                        "inversions": one.inversions,
                        "statements moved": None if change is None else change.moved,
                        "places": None if change is None else change.places,
                        "distance of all together": answer.joint.distance,
                        "reachable from now": answer.reachable_from_now,
                    }
                )
        return pandas.DataFrame(rows).set_index(["state", "decision maker"])

    def _repr_html_(self) -> str:
        """Return a table: states down, decision makers across."""
        head = ["state", "options taken", *self.model.decision_makers, "all together", "within reach"]
        body = "".join(_cells("td", self._row(one)) for one in self.answers)
        more = f"<p>and {self.left_out} more</p>" if self.left_out else ""
        return f"<table><thead>{_cells('th', head)}</thead><tbody>{body}</tbody></table>{more}"

    def _row(self, answer: StateChange) -> list[str]:
        """Return one row of that table."""
        taken = ", ".join(name for k, name in enumerate(self.model.options) if answer.state >> k & 1) or "none"
        named = self.model.states[answer.state] if isinstance(self.model, ArcModel) and self.model.states else taken
        singles = ["✓" if one.stable_already else f"{one.distance:g}" for one in answer.lifts]
        joint = f"{'' if answer.joint.proven == 'minimum' else '≤ '}{answer.joint.distance:g}"
        reach = {True: "yes", False: "no", None: "?"}[answer.reachable_from_now]
        return [str(answer.state), named, *singles, joint, reach]


def _cells(tag: str, texts: list[str]) -> str:
    """Return one row of a table."""
    return "<tr>" + "".join(f"<{tag}>{html.escape(text)}</{tag}>" for text in texts) + "</tr>"
