"""Who could broker between two sides: candidates ranked over all that is uncertain, with the evidence beside."""

from __future__ import annotations

import hashlib
import html
import importlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goodoffices.brokers.criteria import CRITERIA, Profile, alternatives_of, profiles
from goodoffices.brokers.dominance import Dominance, dominance
from goodoffices.brokers.rank_shares import RankShares, sampling_error
from goodoffices.brokers.reasons import Disqualification, Reasons, VetoLine, share_below
from goodoffices.brokers.settings import check_whole
from goodoffices.brokers.smaa import smaa
from goodoffices.brokers.standing import SEPARATION, cautions, groups, not_apart, standing, told_apart
from goodoffices.brokers.weights import Weights, uncertain_weights
from goodoffices.case.model import Case
from goodoffices.case.states import nearest
from goodoffices.errors import CaseError
from goodoffices.wording import percent

__all__ = ["Ranking", "rank"]
_WORST_DRAWS = 20_000


@dataclass(frozen=True, eq=False)
class Ranking:
    """Candidates between two sides, ranked over uncertain ratings and weights.

    Attributes
    ----------
    case, title : str
        What was looked at.
    between : (str, str)
        The two sides.
    profiles : tuple of Profile
        The candidates on separate criteria, in file order.
    order : tuple of str
        By mean rank, for reading only: neighbours are seldom told apart.
    groups : tuple of tuple of str
        The same order, cut wherever everybody before is told apart from everybody after.
    shares : RankShares
        In what share of draws each holds which rank, and what that hangs on.
    at_worst : RankShares or None
        The same if all that is missing about every candidate were the worst; None where nothing is missing.
    dominance : Dominance
        Who dominates whom whatever the weights.
    veto : float
        The acceptability to either side below which a candidate is not ranked in a draw.
    weights : Weights
        What was said about weights.
    left_out : tuple of str
        Candidates of the case that are themselves one of the sides.
    cautions : tuple of str
        What a reader has to know.
    seed : int
        Where the randomness came from.
    method : str
        How it was computed.
    parameters : mapping of str to object
        With what settings.
    digest : str
        SHA-256 of the case in canonical JSON.
    """

    case: str
    title: str
    between: tuple[str, str]
    profiles: tuple[Profile, ...]
    order: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    shares: RankShares
    at_worst: RankShares | None
    dominance: Dominance
    veto: float
    weights: Weights
    left_out: tuple[str, ...]
    cautions: tuple[str, ...]
    seed: int
    method: str
    parameters: dict[str, Any]
    digest: str

    def profile(self, candidate: str) -> Profile:
        """Return a candidate on separate criteria.

        Raises
        ------
        CaseError
            If there is no such candidate in this ranking.
        """
        return self.profiles[self._at(candidate)]

    def not_distinguishable(self, candidate: str) -> tuple[str, ...]:
        """Return the candidates that the ranking cannot tell apart from one.

        Raises
        ------
        CaseError
            If there is no such candidate in this ranking.
        """
        return tuple(self.profiles[i].name for i in not_apart(self.shares, self._at(candidate)))

    def why(self, candidate: str) -> Reasons:
        """Return what speaks for and against a candidate, with citations, and what is missing.

        Raises
        ------
        CaseError
            If there is no such candidate in this ranking.
        """
        found = self.profile(candidate)
        by = {
            way: tuple(one for one in found.evidence if one.direction == way) for way in ("for", "against", "context")
        }
        return Reasons(
            found.name,
            found.label,
            standing(self.profiles, self._at(candidate), self.shares, self.at_worst),
            by["for"],
            by["against"],
            by["context"],
            found.missing,
        )

    def what_would_disqualify(self, candidate: str) -> Disqualification:
        """Return below what a candidate is rejected and by whom, and which criterion it can least afford to lose.

        Raises
        ------
        CaseError
            If there is no such candidate in this ranking.
        """
        at, found = self._at(candidate), self.profile(candidate)
        labels = self.parameters["sides"]
        vetoes = tuple(
            VetoLine(
                side, labels[side], self.veto, now, share_below(now, self.veto),
                tuple(one for one in found.evidence if one.direction == "against" and one.side == side),
            )
            for side, now in found.acceptability.items()
        )  # fmt: skip
        # What is not known of it cannot be lost.
        without = {
            name: share
            for name, share in zip(CRITERIA, self.shares.first_without[at].tolist(), strict=True)
            if any(found.cell(name))
        }
        dominated = [one.name for one, over in zip(self.profiles, self.dominance.surely[:, at], strict=True) if over]
        return Disqualification(
            found.name,
            found.label,
            vetoes,
            float(self.shares.first[at]),
            dict(sorted(without.items(), key=lambda one: one[1])),
            tuple(dominated),
        )

    def sentences(self) -> tuple[str, ...]:
        """Say in words how the candidates stand, and what a reader has to know."""
        return (*(f"{one.label}: {' '.join(one.standing)}" for one in map(self.why, self.order)), *self.cautions)

    def to_json(self) -> dict[str, Any]:
        """Return the ranking as plain data.

        The shares of a candidate's ranks and ``below_veto`` sum to 1, and so do those of a rank over all candidates and
        ``nobody``.
        """
        names = [one.name for one in self.profiles]
        return {
            "case": self.case,
            "title": self.title,
            "between": list(self.between),
            "order": list(self.order),
            "groups": [list(group) for group in self.groups],
            "candidates": [self._candidate_json(i, one) for i, one in enumerate(self.profiles)],
            "nobody": self.shares.nobody.tolist(),
            "above": {
                name: dict(zip(names, row, strict=True))
                for name, row in zip(names, self.shares.above.tolist(), strict=True)
            },
            "veto": self.veto,
            "weights": self.weights.to_json(),
            "left_out": list(self.left_out),
            "cautions": list(self.cautions),
            "draws": self.shares.draws,
            "done": self.shares.done,
            "complete": self.shares.complete,
            "seed": self.seed,
            "method": self.method,
            "parameters": dict(self.parameters),
            "digest": self.digest,
        }

    def _candidate_json(self, at: int, one: Profile) -> dict[str, Any]:
        shares = self.shares
        factor = float(shares.confidence_factors[at])
        ever = bool(shares.first[at] > 0)
        return {
            **one.to_json(),
            "ranks": shares.ranks[at].tolist(),
            "ranks_error": sampling_error(shares.ranks[at], shares.done).tolist(),
            "below_veto": float(shares.below_veto[at]),
            "mean_place": float(shares.mean_place[at]),
            "central_weights": dict(zip(CRITERIA, shares.central_weights[at].tolist(), strict=True)) if ever else None,
            "confidence_factor": None if np.isnan(factor) else factor,
            "first_if_worst": float(shares.first_if_worst[at]),
            "first_if_best": float(shares.first_if_best[at]),
            "first_at_worst": None if self.at_worst is None else float(self.at_worst.first[at]),
            "not_distinguishable": list(self.not_distinguishable(one.name)),
            "surely_undominated": bool(self.dominance.surely_undominated[at]),
            "possibly_undominated": bool(self.dominance.possibly_undominated[at]),
            "what_would_disqualify": self.what_would_disqualify(one.name).to_json(),
        }

    def to_frame(self) -> Any:
        """Return one row for each candidate in reading order, as a pandas DataFrame."""
        rows = []
        for name in self.order:
            at, found = self._at(name), self.profile(name)
            row: dict[str, Any] = {"candidate": name, "label": found.label, "kind": found.kind}
            row |= {"roles": ", ".join(found.roles), "crisis_actor": found.crisis_actor}
            row |= {f"rank_{r + 1}": share for r, share in enumerate(self.shares.ranks[at].tolist())}
            row |= {"below_veto": self.shares.below_veto[at], "mean_place": self.shares.mean_place[at]}
            row |= {"first_if_worst": self.shares.first_if_worst[at], "first_if_best": self.shares.first_if_best[at]}
            row |= {"confidence_factor": self.shares.confidence_factors[at], "missing": len(found.missing)}
            row["possibly_undominated"] = self.dominance.possibly_undominated[at]
            rows.append(row)
        return importlib.import_module("pandas").DataFrame(rows)

    def _repr_html_(self) -> str:
        head = ["candidate", "roles", "first", "± sampling", "first, if what is missing were worst … best"]
        head += ["below the veto", "not told apart from"]
        rows = []
        for group in self.groups:
            for name in group:
                at, found = self._at(name), self.profile(name)
                flags = [flag for flag, holds in (("crisis actor", found.crisis_actor),) if holds]
                first = float(self.shares.first[at])
                bounds = (self.shares.first_if_worst[at], self.shares.first_if_best[at])
                cells = [found.label + (f" ({', '.join(flags)})" if flags else ""), ", ".join(found.roles)]
                cells += [percent(first), percent(float(sampling_error(first, self.shares.done)), 1)]
                cells += [" … ".join(percent(float(one)) for one in bounds), percent(float(self.shares.below_veto[at]))]
                cells.append(", ".join(self.not_distinguishable(name)) or "nobody")
                rows.append("".join(f"<td>{html.escape(cell)}</td>" for cell in cells))
        top = "".join(f"<th>{html.escape(cell)}</th>" for cell in head)
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        notes = "".join(f"<li>{html.escape(one)}</li>" for one in self.cautions)
        return f"<table><tr>{top}</tr>{body}</table><ul>{notes}</ul>"

    def _at(self, candidate: str) -> int:
        names = [one.name for one in self.profiles]
        if candidate not in names:
            raise CaseError(
                f"found the candidate {candidate!r}, expected one that is ranked{nearest(candidate, names)}"
            )
        return names.index(candidate)


def rank(  # noqa: PLR0913 - the question in two, how it is drawn in two, what the analyst decides in two, two to watch it
    case: Case,
    between: Sequence[str],
    *,
    draws: int = 20_000,
    seed: int = 1,
    veto: float = 0.2,
    weights: Mapping[str, Any] | Sequence[str] | None = None,
    progress: Callable[[int, int], object] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Ranking:
    """Rank the candidates of a case between two sides, over all that is uncertain.

    Acceptability enters as the lesser of the two sides', and a candidate below the veto in a draw is not ranked in it:
    nothing makes up for rejection. Leverage, and the will to use it, are two criteria; of the sides over which the case
    knows some, the greatest counts. What is missing is drawn evenly from the whole scale and marked; beside it stands
    what the shares would be if it were the worst.

    Parameters
    ----------
    case : Case
        With the section ``candidates``.
    between
        The two sides, parties of the case.
    draws
        How many draws, at least 1.
    seed
        Where the randomness comes from.
    veto
        The acceptability below which a side rejects a candidate, from 0 (nobody is rejected) to 1.
    weights
        None where nothing is known of the weights; bounds by criterion, ``{"cost": [0, 0.1]}``; or all criteria in
        order, the most important first. Criteria stand in :data:`goodoffices.brokers.criteria.CRITERIA`.
    progress
        Called as ``progress(done, total)``, in draws.
    stop
        Asked between parts; once it returns true, what is done is returned.

    Returns
    -------
    Ranking
        With the evidence for and against each candidate.

    Raises
    ------
    MissingSectionError
        If the case has no candidates.
    CaseError
        If a side is not a party of the case, or draws, seed, veto or weights do not fit.
    LimitError
        If the run was interrupted before its first part was done.

    References
    ----------
    Lahdelma and Salminen (2001), *Operations Research* 49(3), 444-454.

    Examples
    --------
    >>> import goodoffices as go
    >>> found = rank(go.read_case("korea-2017"), ("USA", "PRK"), draws=2000)
    >>> found.profile("ROK").crisis_actor, "direct" in found.order
    (True, True)
    """
    check_whole(seed, "the seed", 0)
    if not 0 <= veto <= 1:
        raise CaseError(f"found a veto of {veto!r}, expected a number from 0 to 1")
    found = profiles(case, between)
    alternatives, known = alternatives_of(found, veto), uncertain_weights(CRITERIA, weights)
    shares = smaa(alternatives, known, draws, rng=np.random.default_rng(seed), progress=progress, stop=stop)
    at_worst = None
    if any(None in cell for row in alternatives.cells for cell in row):
        worst = alternatives_of(found, veto, worst=True)
        at_worst = smaa(worst, known, min(shares.done, _WORST_DRAWS), rng=np.random.default_rng(seed))
    names = [one.name for one in found]
    order = sorted(range(len(found)), key=lambda i: (shares.mean_place[i], i))
    cut = groups(order, told_apart(shares))
    canonical = json.dumps(case.plain(), sort_keys=True, ensure_ascii=False)
    left_out = tuple(name for name in case.candidates if name not in names)
    sides = {side: case.name_of(side) for side in between}
    return Ranking(
        case=case.case,
        title=case.title,
        between=(between[0], between[1]),
        profiles=found,
        order=tuple(names[i] for i in order),
        groups=tuple(tuple(names[i] for i in group) for group in cut),
        shares=shares,
        at_worst=at_worst,
        dominance=dominance(alternatives),
        veto=float(veto),
        weights=known,
        left_out=left_out,
        cautions=cautions(found, shares, sides, cut=len(cut)),
        seed=int(seed),
        method="SMAA-2: ranges and weights drawn, candidates below the veto not ranked, equal sums share ranks; "
        "what is missing is drawn evenly from 0 to 1",
        parameters={"veto": float(veto), "separation": SEPARATION, "criteria": list(CRITERIA), "sides": sides},
        digest=hashlib.sha256(canonical.encode()).hexdigest(),
    )
