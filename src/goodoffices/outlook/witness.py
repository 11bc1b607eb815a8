"""Why a state is, or is not, stable for a decision maker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from goodoffices.outlook.model import IntArray, OptionModel
from goodoffices.outlook.moves import By, Step, distances, follow, unilateral_improvements, unilateral_moves
from goodoffices.outlook.stability import Concept, check_concept, final_values

__all__ = ["Deterrence", "StateNames", "Witness", "why"]

StateNames: TypeAlias = Callable[[int], str]

_MOST_TOLD = 3


@dataclass(frozen=True)
class Deterrence:
    """What keeps a decision maker from one improvement.

    Attributes
    ----------
    improvement : Step
        What it could do.
    sanction : tuple of Step
        What the others could then do, step by step.
    reply : Step or None
        Under the symmetric notions, the best that the decision maker could do after that, which fails too; None if it
        has no move left, and always None under the other notions.
    """

    improvement: Step
    sanction: tuple[Step, ...]
    reply: Step | None = None


@dataclass(frozen=True)
class Witness:
    """A verdict on one state for one decision maker, with its evidence.

    Attributes
    ----------
    concept : {"nash", "gmr", "smr", "seq", "sseq"}
        The notion of stability.
    decision_maker : int
        For whom.
    state : int
        Of which state.
    stable : bool
        The verdict.
    undeterred : Step or None
        If unstable, the best improvement that nothing deters.
    deterred : tuple of Deterrence
        If stable, every improvement, most attractive first, with what deters it; empty if there is none.
    decision_makers, options : tuple of str
        The names used in the sentence.
    """

    concept: Concept
    decision_maker: int
    state: int
    stable: bool
    undeterred: Step | None
    deterred: tuple[Deterrence, ...]
    decision_makers: tuple[str, ...]
    options: tuple[str, ...]

    def sentence(self, names: StateNames | None = None) -> str:
        """Say the verdict and its evidence in plain words.

        Parameters
        ----------
        names : callable, optional
            Words a state; without it a move is told by the options that change.

        Returns
        -------
        str
            One or a few sentences.

        Examples
        --------
        >>> from goodoffices.outlook.model import option_model
        >>> prisoners = option_model(
        ...     [[0], [1]],
        ...     [True] * 4,
        ...     [[2, 1, 4, 3], [2, 4, 1, 3]],
        ...     decision_makers=["Ann", "Bob"],
        ...     options=["stay silent", "keep quiet"],
        ... )
        >>> print(why(prisoners, 3, "Ann", "seq").sentence())
        Ann could improve by giving up “stay silent”; but Bob, to its own gain, could then give up “keep quiet”,
        which leaves Ann no better off.
        >>> print(why(prisoners, 3, "Ann", "nash").sentence(["both talk", "b talks", "a talks", "silence"].__getitem__))
        Ann could improve by moving to “a talks”.
        """
        return _Teller(self, names).tell()

    def to_json(self) -> dict[str, Any]:
        """Return the witness as plain data.

        Returns
        -------
        dict
            Names in place of numbers for decision makers; states as integers.
        """
        return {
            "concept": self.concept,
            "decision_maker": self.decision_makers[self.decision_maker],
            "state": self.state,
            "stable": self.stable,
            "undeterred": self._step(self.undeterred),
            "deterred": [
                {
                    "improvement": self._step(one.improvement),
                    "sanction": [self._step(step) for step in one.sanction],
                    "reply": self._step(one.reply),
                }
                for one in self.deterred
            ],
        }

    def _step(self, step: Step | None) -> dict[str, Any] | None:
        """Return one step as plain data."""
        if step is None:
            return None
        return {"decision_maker": self.decision_makers[step.decision_maker], "before": step.before, "after": step.after}


def why(model: OptionModel, state: int, decision_maker: int | str, concept: str) -> Witness:
    """Explain why a state is or is not stable for a decision maker.

    The verdict is searched for anew, by paths and not by the sweeps of :func:`~goodoffices.outlook.solve`, so that the
    one checks the other.

    Parameters
    ----------
    model : OptionModel
        The conflict.
    state : int
        A feasible state.
    decision_maker : int or str
        By number or name.
    concept : {"nash", "gmr", "smr", "seq", "sseq"}
        The notion of stability.

    Returns
    -------
    Witness
        The verdict; if unstable the improvement that nothing deters, if stable a sanction for every improvement.

    Raises
    ------
    CaseError
        If the state is infeasible, or the decision maker or the notion unknown.

    References
    ----------
    Fang, Hipel and Kilgour (1993), *Interactive Decision Making*, ch. 3-4.

    Examples
    --------
    In the Prisoner's Dilemma defection is met by defection:

    >>> from goodoffices.outlook.model import option_model
    >>> prisoners = option_model([[0], [1]], [True] * 4, [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> why(prisoners, 3, 0, "seq").deterred[0].sanction
    (Step(decision_maker=1, before=2, after=0),)
    >>> why(prisoners, 3, 0, "nash").undeterred
    Step(decision_maker=0, before=3, after=2)
    """
    notion = check_concept(concept)
    here, i = model.check_state(state), model.index(decision_maker)
    ranks = model.ranks[i]
    tempting = unilateral_improvements(model, here, i)
    tempting = tempting[np.argsort(-ranks[tempting], kind="stable")]
    others = tuple(j for j in range(len(model.owners)) if j != i and notion != "nash")
    by: By = "improvements" if notion in {"seq", "sseq"} else "moves"
    final = final_values(model, i, notion)
    # One search backwards from all that would be a sanction answers every improvement at once.
    away = distances(model, final <= ranks[here], others, by)
    free = tempting[away[tempting] < 0]
    deterred = (
        [] if free.size else [(int(to), follow(model, int(to), away, others, by, prefer=final)) for to in tempting]
    )
    return Witness(
        concept=notion,
        decision_maker=i,
        state=here,
        stable=not free.size,
        undeterred=Step(i, here, int(free[0])) if free.size else None,
        deterred=tuple(
            Deterrence(Step(i, here, to), path, _reply(model, path[-1].after, i, notion)) for to, path in deterred
        ),
        decision_makers=model.decision_makers,
        options=model.options,
    )


def _reply(model: OptionModel, state: int, i: int, notion: Concept) -> Step | None:
    """Return the best move that a decision maker has after a sanction, if the notion allows it one."""
    ranks: IntArray = model.ranks[i]
    moves = unilateral_moves(model, state, i)
    if notion not in {"smr", "sseq"} or not moves.size:
        return None
    return Step(i, state, int(moves[np.argmax(ranks[moves])]))


@dataclass(frozen=True)
class _Teller:
    """Puts one witness into words."""

    witness: Witness
    names: StateNames | None

    def tell(self) -> str:
        """Return the whole text."""
        witness = self.witness
        me = witness.decision_makers[witness.decision_maker]
        if witness.undeterred is not None:
            text = [f"{me} could improve by {self._doing(witness.undeterred)}{self._escape()}."]
        elif not witness.deterred:
            text = [f"{me} cannot improve by any move of its own."]
        else:
            text = [self._deterrence(me, one) for one in witness.deterred[:_MOST_TOLD]]
            rest = len(witness.deterred) - _MOST_TOLD
            if rest > 0:
                text.append(f"{rest} further improvements of {me} are deterred as well.")
        return " ".join(part[0].upper() + part[1:] for part in text)

    def _escape(self) -> str:
        """Say why nothing deters an improvement."""
        return {
            "nash": "",
            "gmr": ", and no moves of the others could take that gain away",
            "smr": ", and whatever the others then did, it would still be or become better off",
            "seq": ", and no moves that the others would themselves gain from could take that gain away",
            "sseq": ", and whatever the others then did for their own gain, it would still be or become better off",
        }[self.witness.concept]

    def _deterrence(self, me: str, one: Deterrence) -> str:
        """Say what deters one improvement."""
        gain = ", to its own gain," if self.witness.concept in {"seq", "sseq"} else ""
        who = self.witness.decision_makers
        then = [f"{who[step.decision_maker]}{gain} could then {self._do(step)}" for step in one.sanction]
        text = f"{me} could improve by {self._doing(one.improvement)}; but {_listed(then)}"
        text += f", which leaves {me} no better off"
        if self.witness.concept in {"smr", "sseq"}:
            text += ", and it would have no move left" if one.reply is None else ""
            text += f", and even {self._doing(one.reply)} would not mend that" if one.reply is not None else ""
        return text + "."

    def _do(self, step: Step) -> str:
        """Word a move as what one could do."""
        return self._change(step, ("move to", "choose", "give up"))

    def _doing(self, step: Step) -> str:
        """Word a move as what one would be doing."""
        return self._change(step, ("moving to", "choosing", "giving up"))

    def _change(self, step: Step, verbs: tuple[str, str, str]) -> str:
        """Word a move by the state it leads to, or by the options it changes."""
        move, choose, give_up = verbs
        if self.names is not None:
            return f"{move} “{self.names(step.after)}”"
        words = []
        for verb, bits in ((choose, step.after & ~step.before), (give_up, step.before & ~step.after)):
            changed = [f"“{name}”" for k, name in enumerate(self.witness.options) if bits >> k & 1]
            if changed:
                words.append(f"{verb} {_listed(changed)}")
        return _listed(words)


def _listed(words: Sequence[str]) -> str:
    """Join with commas and a last "and"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
