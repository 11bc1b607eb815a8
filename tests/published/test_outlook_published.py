"""Published conflicts with the stable states that their definitions give.

The conflicts and preferences are restated as facts from the sources named with each; the stable states were computed
from the definitions by a set-based brute force. States are decimals: bit ``k`` is option ``k``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from goodoffices.outlook import (
    CONCEPTS,
    OptionModel,
    as_arcs,
    coalition_stability,
    option_model,
    reachable,
    solve,
    solve_coalition,
    status_quo_paths,
    unilateral_improvements,
    why,
)

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "outlook"


@dataclass(frozen=True)
class Published:
    """One conflict, with the ranking of each decision maker from best to worst; ties stand in a tuple."""

    source: str
    owners: dict[str, list[int]]
    options: list[str]
    rankings: dict[str, list[int | tuple[int, ...]]]
    equilibria: dict[str, list[int]]
    one_way: dict[int, Any] = field(default_factory=dict)
    stable: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    """Stable states for each notion and decision maker, where the source lists them."""

    def model(self) -> OptionModel:
        """Build the model; what no ranking mentions is infeasible."""
        size = 1 << len(self.options)
        preference = np.full((len(self.owners), size), np.nan)
        for i, name in enumerate(self.owners):
            ranking = self.rankings[name]
            for place, tied in enumerate(ranking):
                preference[i, list(tied) if isinstance(tied, tuple) else [tied]] = len(ranking) - place
        return option_model(
            list(self.owners.values()),
            ~np.isnan(preference).all(axis=0),
            preference,
            self.one_way,
            decision_makers=list(self.owners),
            options=self.options,
        )


PRISONERS = Published(
    source="the Prisoner's Dilemma, as in Fang, Hipel and Kilgour (1993), with taking the option as cooperating",
    owners={"Prisoner One": [0], "Prisoner Two": [1]},
    options=["One cooperates", "Two cooperates"],
    rankings={"Prisoner One": [2, 3, 0, 1], "Prisoner Two": [1, 3, 0, 2]},
    equilibria={"nash": [0], "gmr": [0, 3], "smr": [0, 3], "seq": [0, 3], "sseq": [0, 3]},
    stable={
        "nash": {"Prisoner One": [0, 2], "Prisoner Two": [0, 1]},
        "gmr": {"Prisoner One": [0, 2, 3], "Prisoner Two": [0, 1, 3]},
        "smr": {"Prisoner One": [0, 2, 3], "Prisoner Two": [0, 1, 3]},
        "seq": {"Prisoner One": [0, 2, 3], "Prisoner Two": [0, 1, 3]},
        "sseq": {"Prisoner One": [0, 2, 3], "Prisoner Two": [0, 1, 3]},
    },
)

CHICKEN = Published(
    source="Chicken, the textbook two-by-two game",
    owners={"First": [0], "Second": [1]},
    options=["First swerves", "Second swerves"],
    rankings={"First": [2, 3, 1, 0], "Second": [1, 3, 2, 0]},
    equilibria={"nash": [1, 2], "gmr": [1, 2, 3], "smr": [1, 2, 3], "seq": [1, 2], "sseq": [1, 2]},
)

CUBAN = Published(
    source="the Cuban missile crisis of 1962, as modelled in the examples of the program gmcr-py (onp/gmcr-py)",
    owners={"US": [0, 1], "USSR": [2, 3]},
    options=["Air Strike", "Blockade", "Withdraw", "Escalate"],
    rankings={
        "US": [4, 6, 5, 7, 2, 1, 3, 0, 11, 9, 10, 8],
        "USSR": [0, 4, 6, 2, 5, 1, 7, 3, 11, 9, 10, 8],
    },
    one_way={0: "on"},
    equilibria={
        "nash": [5],
        "gmr": [0, 1, 2, 4, 5, 6, 7],
        "smr": [0, 1, 2, 4, 5, 6, 7],
        "seq": [4, 5, 6],
        "sseq": [4, 5, 6],
    },
    stable={
        "nash": {"US": [1, 2, 4, 5, 11], "USSR": [0, 5, 6, 7]},
        "gmr": {"US": [0, 1, 2, 3, 4, 5, 6, 7, 11], "USSR": [0, 1, 2, 4, 5, 6, 7]},
        "smr": {"US": [0, 1, 2, 3, 4, 5, 6, 7, 11], "USSR": [0, 1, 2, 4, 5, 6, 7]},
        "seq": {"US": [1, 2, 4, 5, 6, 11], "USSR": [0, 4, 5, 6, 7]},
        "sseq": {"US": [1, 2, 4, 5, 6, 11], "USSR": [0, 4, 5, 6, 7]},
    },
)

ELMIRA_HOLD = [8, 9, 18, 21, 24, 25]
ELMIRA_UNIROYAL = [2, 5, 8, 9, 18, 21, 24, 25]
ELMIRA_ALL = [2, 3, 4, 5, 8, 9, 18, 19, 20, 21, 24, 25]
ELMIRA_LOCAL_SEQ = [3, 4, 8, 9, 18, 19, 20, 21, 24, 25]
ELMIRA = Published(
    source="the Elmira groundwater dispute of 1991 (Hipel, Fang, Kilgour and Haight 1993), as in gmcr-py's examples",
    owners={"MoE": [0], "Uniroyal": [1, 2, 3], "Local Government": [4]},
    options=["Modify", "Delay", "Accept", "Abandon", "Insist"],
    rankings={
        "MoE": [20, 4, 5, 21, 18, 2, 3, 19, (24, 8, 9, 25)],
        "Uniroyal": [2, 5, 21, 18, (8, 24, 9, 25), 3, 4, 20, 19],
        "Local Government": [20, 4, 18, 2, 21, 19, 5, 3, (24, 8, 25, 9)],
    },
    one_way={0: "on", 1: "off", 3: "on"},
    equilibria={
        "nash": ELMIRA_HOLD,
        "gmr": ELMIRA_UNIROYAL,
        "smr": ELMIRA_UNIROYAL,
        "seq": ELMIRA_HOLD,
        "sseq": ELMIRA_HOLD,
    },
    stable={
        "nash": {
            "MoE": ELMIRA_ALL,
            "Uniroyal": ELMIRA_UNIROYAL,
            "Local Government": [8, 9, 18, 19, 20, 21, 24, 25],
        },
        "gmr": {"MoE": ELMIRA_ALL, "Uniroyal": ELMIRA_UNIROYAL, "Local Government": ELMIRA_ALL},
        "smr": {"MoE": ELMIRA_ALL, "Uniroyal": ELMIRA_UNIROYAL, "Local Government": ELMIRA_ALL},
        "seq": {"MoE": ELMIRA_ALL, "Uniroyal": ELMIRA_UNIROYAL, "Local Government": ELMIRA_LOCAL_SEQ},
        "sseq": {"MoE": ELMIRA_ALL, "Uniroyal": ELMIRA_UNIROYAL, "Local Government": ELMIRA_LOCAL_SEQ},
    },
)

KOREA_OPTIONS = ["US nuclear strike", "US withdraw troops and normalise", "NK invade South", "NK abandon programme"]
KOREA_RANKINGS: dict[str, list[int | tuple[int, ...]]] = {
    "US": [8, 0, 9, 10, 12, 5, 4, 13, 14, 1, 2, 6],
    "NK": [6, 14, 2, 10, 0, 4, 12, 5, 1, 13, 8, 9],
}
KOREA_SOURCE = "Z. Jacobi's teaching model of the United States and North Korea in 2017, a blogger's, not scholarship"
US_LOOKS_AHEAD = {
    "nash": [0, 1, 5, 8, 9, 12, 13],
    "gmr": [0, 1, 4, 5, 8, 9, 10, 12, 13],
    "smr": [0, 1, 4, 5, 8, 9, 10, 12, 13],
    "seq": [0, 1, 5, 8, 9, 10, 12, 13],
    "sseq": [0, 1, 5, 8, 9, 10, 12, 13],
}
KOREA = Published(
    source=KOREA_SOURCE,
    owners={"US": [0, 1], "NK": [2, 3]},
    options=KOREA_OPTIONS,
    rankings=KOREA_RANKINGS,
    one_way={0: "on"},
    equilibria={
        "nash": [0, 5],
        "gmr": [0, 4, 5, 10, 12],
        "smr": [0, 4, 5, 10, 12],
        "seq": [0, 5, 10],
        "sseq": [0, 5, 10],
    },
    stable={
        "nash": {"US": US_LOOKS_AHEAD["nash"], "NK": [0, 5, 6]},
        "gmr": {"US": US_LOOKS_AHEAD["gmr"], "NK": [0, 2, 4, 5, 6, 10, 12, 14]},
        "smr": {"US": US_LOOKS_AHEAD["smr"], "NK": [0, 2, 4, 5, 6, 10, 12, 14]},
        "seq": {"US": US_LOOKS_AHEAD["seq"], "NK": [0, 2, 5, 6, 10, 14]},
        "sseq": {"US": US_LOOKS_AHEAD["sseq"], "NK": [0, 2, 5, 6, 10, 14]},
    },
)
# With an invasion that cannot be undone the source's own table keeps one move, from 12 to 0, that it should have
# removed.
KOREA_NO_WAY_BACK = Published(
    source=KOREA_SOURCE,
    owners=KOREA.owners,
    options=KOREA_OPTIONS,
    rankings=KOREA_RANKINGS,
    one_way={0: "on", 2: "on"},
    equilibria={
        "nash": [0, 5],
        "gmr": [0, 4, 5, 10, 12],
        "smr": [0, 4, 5, 10, 12],
        "seq": [0, 5, 10, 12],
        "sseq": [0, 5, 10, 12],
    },
    stable={
        "nash": {"US": US_LOOKS_AHEAD["nash"], "NK": [0, 4, 5, 6]},
        **{
            concept: {"US": US_LOOKS_AHEAD[concept], "NK": [0, 2, 4, 5, 6, 10, 12, 14]}
            for concept in ("gmr", "smr", "seq", "sseq")
        },
    },
)

ALL = {
    "prisoners": PRISONERS,
    "chicken": CHICKEN,
    "cuban": CUBAN,
    "elmira": ELMIRA,
    "korea": KOREA,
    "korea, invasion for good": KOREA_NO_WAY_BACK,
}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("concept", CONCEPTS)
def test_stable_states_are_the_published_ones(name: str, concept: str) -> None:
    """Equilibria, and stable states of each decision maker where they are listed, agree with the table."""
    case = ALL[name]
    solution = solve(case.model()).to_json()
    assert solution["equilibria"][concept] == case.equilibria[concept]
    if case.stable:
        assert solution["stable"][concept] == case.stable[concept]


def test_elmira_moves_on_only_by_the_local_government_insisting() -> None:
    """From the status quo the one improvement is the Local Government's, to a state that then holds."""
    model = ELMIRA.model()
    assert [unilateral_improvements(model, 2, i).tolist() for i in range(3)] == [[], [], [18]]
    assert set(np.flatnonzero(reachable(model, 2, by="improvements"))) == {2, 18}
    assert 18 in solve(model, ["nash"]).equilibria["nash"]


@pytest.mark.parametrize("form", ["options", "arcs"])
def test_elmira_is_not_held_against_the_ministry_and_uniroyal_together(form: str) -> None:
    """State 18, the seventh, is an equilibrium until the two form a coalition; they then go on to 21, the tenth."""
    model = ELMIRA.model() if form == "options" else as_arcs(ELMIRA.model())
    together = coalition_stability(model)
    for alone, notion in (("nash", "cnash"), ("gmr", "cgmr"), ("smr", "csmr"), ("seq", "cseq")):
        assert 18 in solve(model, [alone]).equilibria[alone]
        assert not solve_coalition(model, ["MoE", "Uniroyal"], [notion])[notion][18]
        assert all(18 in together.equilibria[notion][(i,)] for i in range(3))
        assert 18 not in together.equilibria[notion][0, 1]
        assert 21 in together.equilibria[notion][0, 1]
        assert 18 not in together.universal[notion]
    witness = why(model, 18, ("MoE", "Uniroyal"), "cseq")
    assert witness.undeterred is not None
    assert witness.undeterred.after == 21
    assert [step.after for step in witness.undeterred.steps] == [19, 21]


def test_elmira_goes_by_the_local_government_and_then_by_the_coalition() -> None:
    """The published path: 1 to 7 by the Local Government, 7 to 10 by the Ministry and Uniroyal; none without them."""
    model = replace(ELMIRA.model(), now=2)
    goals = solve(model, ["nash"]).equilibria["nash"]
    assert [one.goal for one in status_quo_paths(model, goals).goals if one.path is not None] == [18]
    table = status_quo_paths(model, goals, coalitions=[("MoE", "Uniroyal")])
    path = table[21].path
    assert path is not None
    assert [(step.members, step.before, step.after) for step in path] == [((2,), 2, 18), ((0, 1), 18, 21)]
    assert table[21].count == 1
    assert table.reached == (2, 18, 21)
    # By mere moves there is a way to all of them, and no way back once somebody has given in for good.
    moves = status_quo_paths(model, [18], by="moves")
    assert moves.dead_ends == tuple(s for s in moves.reached if s not in {2, 18})


@pytest.mark.parametrize("form", ["options", "arcs"])
def test_korea_with_simultaneous_moves_is_what_the_source_says(form: str) -> None:
    """Both sides invade and strike at once in state 4; the source lists it with what holds by foresight."""
    for case, held, also in ((KOREA, [4], [0, 4, 5, 10]), (KOREA_NO_WAY_BACK, [], [0, 5, 10, 12])):
        model = case.model() if form == "options" else as_arcs(case.model())
        equilibria = solve(model, ["sim", "seq_or_sim"]).equilibria
        assert equilibria["sim"].tolist() == held
        assert equilibria["seq_or_sim"].tolist() == also


def test_korea_says_what_moves_made_at_once_would_spoil() -> None:
    """Neither gets what it wants by leaving state 4 while the other leaves too."""
    witness = why(KOREA.model(), 4, "NK", "seq_or_sim")
    assert witness.stable
    assert witness.deterred[0].together == 1
    assert witness.sentence() == (
        "NK could improve by giving up “NK invade South”; but US, to its own gain, could at the same time choose "
        "“US nuclear strike”, and both together leave NK no better off."
    )


def test_korea_holds_a_withdrawn_programme_when_an_invasion_is_for_good() -> None:
    """In state 12 North Korea could resume its programme, and the United States would then strike."""
    witness = why(KOREA_NO_WAY_BACK.model(), 12, "NK", "seq")
    assert [(one.improvement.after, [step.after for step in one.sanction]) for one in witness.deterred] == [(4, [5])]
    assert witness.sentence() == (
        "NK could improve by giving up “NK abandon programme”; but US, to its own gain, could then choose "
        "“US nuclear strike”, which leaves NK no better off."
    )


# ---- the same from the files of the reference folder


def reference(name: str) -> dict[str, Any]:
    """Read one reference file, or skip where the folder is absent."""
    if not REFERENCE.is_dir():
        pytest.skip("the reference folder is not beside the project")
    read: dict[str, Any] = json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))
    return read


def from_reference(
    read: dict[str, Any], rows: list[list[float]], feasible: list[int], one_way: list[str]
) -> OptionModel:
    """Build a model from a reference file; each row gives a worth to each feasible state."""
    size = 1 << len(read["options"])
    can = np.zeros(size, dtype=bool)
    can[feasible] = True
    preference = np.zeros((len(rows), size))
    preference[:, feasible] = rows
    ways: dict[int, Any] = {
        option["index"]: "off" if option.get("reversible") == "Y->N only" else "on"
        for option in read["options"]
        if option["name"] in one_way
    }
    return option_model(
        [one["options"] for one in read["dms"]],
        can,
        preference,
        ways,
        decision_makers=[one["name"] for one in read["dms"]],
        options=[option["name"] for option in read["options"]],
    )


def disagreements(model: OptionModel, read: dict[str, Any], numbering: list[int], per_dm: str) -> list[str]:
    """Name the notions whose stable states are not those of the file; `numbering` turns its numbers into decimals."""
    found = solve(model).to_json()
    wrong: list[str] = []
    for concept in CONCEPTS:
        if found["equilibria"][concept] != [numbering[x] for x in read["computed_oracle"][concept]]:
            wrong.append(concept)
        for name, listed in read.get(per_dm, {}).get(concept, {}).items():
            if found["stable"][concept][name] != [numbering[x] for x in listed]:
                wrong.append(f"{concept} of {name}")
    return wrong


@pytest.mark.reference
@pytest.mark.parametrize("name", ["prisoners", "cuban", "elmira"])
def test_reference_files_numbered_by_feasible_state(name: str) -> None:
    """Files that count feasible states from 1 agree with the engine, by payoffs and by ranking."""
    read = reference(name)
    feasible = [one["decimal"] for one in read["feasible"]]
    rows = [read["preferences"][one["name"]]["payoffs"] for one in read["dms"]]
    model = from_reference(read, rows, feasible, read["irreversible"])
    assert disagreements(model, read, [-1, *feasible], "computed_oracle_stable_states_per_dm") == []
    for i, one in enumerate(read["dms"]):
        ranking = read["preferences"][one["name"]]["ranking_best_to_worst_ord"]
        for place, tied in enumerate(reversed(ranking)):
            states = [feasible[x - 1] for x in (tied if isinstance(tied, list) else [tied])]
            assert set(model.ranks[i, states].tolist()) == {place}


@pytest.mark.reference
def test_reference_file_of_chicken() -> None:
    """The file gives decimals, and rankings from best to worst."""
    read = reference("chicken")
    rows = [[-float(read["preferences"][one["name"]].index(s)) for s in range(4)] for one in read["dms"]]
    model = from_reference(read, rows, [0, 1, 2, 3], [])
    assert disagreements(model, read, [0, 1, 2, 3], "none") == []


@pytest.mark.reference
@pytest.mark.parametrize("variant", ["base", "base_irreversible_invasion"])
def test_reference_file_of_korea(variant: str) -> None:
    """The file gives decimals, rankings from best to worst, and the improvements of each side."""
    read = reference("north_korea_2017")
    chosen = read["variants"][variant]
    feasible = read["feasible_decimals"]
    rows = [[-float(chosen["preferences"][one["name"]].index(s)) for s in feasible] for one in read["dms"]]
    one_way = ["US nuclear strike", *(["NK invade South"] if chosen["invasion_irreversible"] else [])]
    model = from_reference(read, rows, feasible, one_way)
    assert disagreements(model, chosen, list(range(16)), "computed_stable_per_dm") == []
    together = solve(model, ["seq_or_sim"]).equilibria["seq_or_sim"].tolist()
    assert together == chosen["computed_oracle"]["seq_or_sim"]
    for name, table in chosen["unilateral_improvements"].items():
        for state, after in table.items():
            assert unilateral_improvements(model, int(state), name).tolist() == after
