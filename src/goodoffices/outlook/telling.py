"""Verdicts on single states with their evidence, as data and in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from goodoffices.outlook.moves import Step
from goodoffices.outlook.simultaneous import Together
from goodoffices.outlook.stability import Concept

__all__ = ["Deterrence", "StateNames", "Witness", "Words", "listed"]

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
    together : int or None
        Where a simultaneous sanction is what deters: the state that both moves made at once lead to. The sanction is
        then one step from where the improvement starts too.
    """

    improvement: Step
    sanction: tuple[Step, ...]
    reply: Step | None = None
    together: int | None = None


@dataclass(frozen=True)
class Witness:
    """A verdict on one state for one decision maker, with its evidence.

    Attributes
    ----------
    concept : {"nash", "gmr", "smr", "seq", "sseq", "sim", "seq_or_sim"}
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
    states : tuple of str
        Names of the states, where a list of arcs gives them.
    calm : tuple of int
        Under ``sim`` and ``seq_or_sim``, the decision makers for whom the state is sequentially stable: while there are
        any, simultaneous moves are not examined.
    """

    concept: Concept | Together
    decision_maker: int
    state: int
    stable: bool
    undeterred: Step | None
    deterred: tuple[Deterrence, ...]
    decision_makers: tuple[str, ...]
    options: tuple[str, ...]
    states: tuple[str, ...] = ()
    calm: tuple[int, ...] = ()

    def sentence(self, names: StateNames | None = None) -> str:
        """Say the verdict and its evidence in plain words.

        Parameters
        ----------
        names : callable, optional
            Words a state; without it a move is told by the options that change, or by the state it leads to.

        Returns
        -------
        str
            One or a few sentences.

        Examples
        --------
        >>> from goodoffices.outlook import option_model, why
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
        return _Teller(self, Words(self.options, self.states, names)).tell()

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
                    **({} if one.together is None else {"together": one.together}),
                }
                for one in self.deterred
            ],
        }

    def _step(self, step: Step | None) -> dict[str, Any] | None:
        """Return one step as plain data."""
        if step is None:
            return None
        return {"decision_maker": self.decision_makers[step.decision_maker], "before": step.before, "after": step.after}


@dataclass(frozen=True)
class Words:
    """Words for moves.

    Attributes
    ----------
    options, states : tuple of str
        Names of options and of states; either may be empty.
    names : callable or None
        Words a state instead.
    """

    options: tuple[str, ...]
    states: tuple[str, ...] = ()
    names: StateNames | None = None

    def do(self, before: int, after: int) -> str:
        """Word a move as what one could do."""
        return self._change(before, after, ("move to", "choose", "give up"))

    def doing(self, before: int, after: int) -> str:
        """Word a move as what one would be doing."""
        return self._change(before, after, ("moving to", "choosing", "giving up"))

    def _change(self, before: int, after: int, verbs: tuple[str, str, str]) -> str:
        """Word a move by the state it leads to, or by the options it changes."""
        move, choose, give_up = verbs
        if self.names is not None:
            return f"{move} “{self.names(after)}”"
        if self.states:
            return f"{move} “{self.states[after]}”"
        if not self.options:
            return f"{move} state {after}"
        words = []
        for verb, bits in ((choose, after & ~before), (give_up, before & ~after)):
            changed = [f"“{name}”" for k, name in enumerate(self.options) if bits >> k & 1]
            if changed:
                words.append(f"{verb} {listed(changed)}")
        return listed(words)


def listed(words: Sequence[str]) -> str:
    """Join with commas and a last "and"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


@dataclass(frozen=True)
class _Teller:
    """Puts one witness into words."""

    witness: Witness
    words: Words

    def tell(self) -> str:
        """Return the whole text."""
        witness = self.witness
        me = witness.decision_makers[witness.decision_maker]
        if witness.undeterred is not None:
            text = [f"{me} could improve by {self._doing(witness.undeterred)}{self._escape()}."]
        elif witness.concept == "sim" and not witness.stable:
            who = listed([witness.decision_makers[i] for i in witness.calm])
            text = [f"simultaneous moves are not examined here, since {who} would not move."]
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
            "sim": ", and no move that the other would gain from, made at the same time, takes that gain away",
            "seq_or_sim": ", and no moves that the other would gain from, then or at the same time, hold it back",
        }[self.witness.concept]

    def _deterrence(self, me: str, one: Deterrence) -> str:
        """Say what deters one improvement."""
        who = self.witness.decision_makers
        tempting = f"{me} could improve by {self._doing(one.improvement)}; but "
        if one.together is not None:
            step = one.sanction[0]
            text = f"{who[step.decision_maker]}, to its own gain, could at the same time {self._do(step)}"
            return f"{tempting}{text}, and both together leave {me} no better off."
        gain = "" if self.witness.concept in {"gmr", "smr"} else ", to its own gain,"
        then = [f"{who[step.decision_maker]}{gain} could then {self._do(step)}" for step in one.sanction]
        text = f"{tempting}{listed(then)}, which leaves {me} no better off"
        if self.witness.concept in {"smr", "sseq"}:
            text += ", and it would have no move left" if one.reply is None else ""
            text += f", and even {self._doing(one.reply)} would not mend that" if one.reply is not None else ""
        return text + "."

    def _do(self, step: Step) -> str:
        """Word a step as what one could do."""
        return self.words.do(step.before, step.after)

    def _doing(self, step: Step) -> str:
        """Word a step as what one would be doing."""
        return self.words.doing(step.before, step.after)
