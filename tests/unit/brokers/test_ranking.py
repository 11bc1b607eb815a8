"""The ranking as a diplomat reads it: order, groups, reasons, vetoes, cautions."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from tests.unit.brokers.island_case import island

from goodoffices.brokers import Ranking, rank
from goodoffices.brokers.criteria import CRITERIA
from goodoffices.brokers.evidence import Evidence
from goodoffices.brokers.reasons import Disqualification, cited, share_below, told
from goodoffices.brokers.standing import groups
from goodoffices.case.citations import Citation
from goodoffices.case.estimates import Estimate
from goodoffices.errors import CaseError, LimitError
from goodoffices.store import read_case
from goodoffices.wording import lint

SIDES = ("EAST", "WEST")


@pytest.fixture(scope="module")
def korea() -> Ranking:
    """Rank the brokers of the shipped case."""
    return rank(read_case("korea-2017"), ("USA", "PRK"), draws=4000)


@pytest.fixture(scope="module")
def found() -> Ranking:
    """Rank the brokers of the island."""
    return rank(island(), SIDES, draws=2000)


def test_rows_and_columns_sum_to_one(korea: Ranking) -> None:
    """A candidate's ranks with its share below the veto; a rank over all candidates with that of nobody."""
    plain = korea.to_json()
    for one in plain["candidates"]:
        assert sum(one["ranks"]) + one["below_veto"] == pytest.approx(1)
    for r, nobody in enumerate(plain["nobody"]):
        assert sum(one["ranks"][r] for one in plain["candidates"]) + nobody == pytest.approx(1)


def test_without_a_veto_they_sum_to_one_by_themselves() -> None:
    """Then everybody is ranked in every draw."""
    free = rank(read_case("korea-2017"), ("USA", "PRK"), draws=1000, veto=0)
    assert free.shares.ranks.sum(axis=0) == pytest.approx(1)
    assert free.shares.ranks.sum(axis=1) == pytest.approx(1)


def test_the_direct_channel_is_among_the_alternatives(korea: Ranking) -> None:
    """And so is the party to the crisis that could carry the message, flagged as such."""
    assert {"direct", "ROK"} <= set(korea.order)
    assert "Itself a party to the crisis." in korea.why("ROK").standing
    assert korea.left_out == ()


def test_who_cannot_be_told_apart_is_said(korea: Ranking) -> None:
    """The order of the shipped case separates nobody from all behind; China and Russia are told apart."""
    assert korea.groups == (korea.order,)
    assert "RUS" not in korea.not_distinguishable("CHN")
    assert "SWE" in korea.not_distinguishable("CHN")
    assert any("No place in the order separates" in one for one in korea.cautions)
    for name in korea.order:
        assert all(name in korea.not_distinguishable(other) for other in korea.not_distinguishable(name))


def test_an_order_is_cut_where_all_before_are_told_apart_from_all_after() -> None:
    """Chains of neighbours that overlap stay together."""
    apart = np.array([[False, False, True, True], [False, False, False, True], [False] * 4, [False] * 4])
    assert groups([0, 1, 2, 3], apart) == [[0, 1, 2, 3]]
    apart[2, 3] = True
    assert groups([0, 1, 2, 3], apart) == [[0, 1, 2], [3]]
    assert groups([], apart) == []


def test_clear_differences_make_groups() -> None:
    """A candidate that is better on everything stands alone."""
    weak = """credibility: {value: 0.1, cite: {analyst: seen}},
    acceptability: {EAST: {value: 0.3, cite: {analyst: seen}}, WEST: {value: 0.3, cite: {analyst: seen}}},
    interest: {value: 0.1, cite: {analyst: seen}}, access: {value: 0.1, cite: {analyst: seen}},
    capacity: {value: 0.1, cite: {analyst: seen}}, cost: {value: 0.9, cite: {analyst: seen}},
    spoiler_risk: {value: 0.9, cite: {analyst: seen}}}"""
    worse = island(
        ("credibility: {value: 0.9, cite: {analyst: seen}}}", weak),
        ("WEST: {value: [0.1, 0.3]", "WEST: {value: [0.6, 0.8]"),
    )
    two = worse.model_copy(update={"candidates": {name: worse.candidates[name] for name in ("sage", "BIG")}})
    ranked = rank(two, SIDES, draws=2000, weights={"leverage": 0, "will": 0})
    assert ranked.groups == (("BIG",), ("sage",))
    assert not any("No place" in one for one in ranked.cautions)
    assert ranked.what_would_disqualify("sage").dominated_by == ()
    assert ranked.why("BIG").standing[-1].startswith("If all that is missing")


def test_acceptability_to_the_less_willing_side_decides_on_the_veto(found: Ranking) -> None:
    """Bigland is dear to one side and below the threshold with the other in half of the draws."""
    assert found.shares.below_veto[0] == pytest.approx(0.5, abs=0.04)
    strict = rank(island(), SIDES, draws=500, veto=0.31)
    assert strict.shares.below_veto[0] == 1
    assert strict.shares.first[0] == 0


def test_why_sorts_the_evidence(found: Ranking) -> None:
    """For, against, beside, missing: each list with its citations, and the standing first."""
    why = found.why("BIG")
    assert {one.direction for one in why.speaks_for} == {"for"}
    assert {one.direction for one in why.speaks_against} == {"against"}
    assert {one.direction for one in why.context} == {"context"}
    assert why.missing == ("leverage: WEST", "will: WEST")
    text = str(why)
    assert text.startswith("Bigland. First in ")
    for line in (
        "  acceptability (EAST) 0.6 to 0.9, likeliest 0.7: an ally [log, p. 7]",
        "  tie (EAST), strength 0.5 to 0.7: alliance: a pact [log, p. 1]",
        "  leverage (EAST) 0.4 to 0.9, likeliest 0.6: over Eastland: arms [log, p. 2]",
        "  will (EAST) 0.1 to 0.3: to use it over Eastland [log, p. 2]",
        "  spoiler risk 0.2: small [analyst]",
        "  offer: Press harder",
        "  claim: Bigland hosts well [log, p. 10]",
        "  leverage: WEST",
    ):
        assert line in text.splitlines()
    assert [text.index(head) for head in ("\nFor\n", "\nAgainst\n", "\nContext\n", "\nMissing\n")] == sorted(
        text.index(head) for head in ("\nFor\n", "\nAgainst\n", "\nContext\n", "\nMissing\n")
    )


def test_reasons_as_data(found: Ranking) -> None:
    """JSON, a frame with one row for each piece of evidence, and HTML without markup of others."""
    why = found.why("BIG")
    plain = json.loads(json.dumps(why.to_json()))
    assert len(plain["for"]) == len(why.speaks_for)
    assert len(why.to_frame()) == len(found.profile("BIG").evidence)
    assert "<b>Bigland</b>" in why._repr_html_()
    assert "<li>" not in found.why("club")._repr_html_().split("Missing")[0]
    assert "&#x27;" in found.why("club")._repr_html_()


def test_what_would_disqualify_names_side_and_threshold(found: Ranking) -> None:
    """Below what, how near that is, and who objects with what."""
    answer = found.what_would_disqualify("BIG")
    east, west = answer.vetoes
    assert (west.side, west.below, west.now) == ("WEST", 0.2, Estimate(0.1, 0.3))
    assert west.share == pytest.approx(0.5)
    assert [one.text for one in west.objections] == [
        "a rival",
        "rivalry",
        "distrust: old quarrels",
        "sanctions, 2015: a ban",
    ]
    assert east.sentence() == (
        "Eastland: rejects the candidate where acceptability falls below 0.2; it is 0.6 to 0.9, likeliest 0.7, "
        "never below it."
    )
    assert "below it in 50" in west.sentence()
    assert list(answer.first_without.values()) == sorted(answer.first_without.values())
    assert set(answer.first_without) == set(CRITERIA)
    assert set(found.what_would_disqualify("direct").first_without) == {"access"}
    unknown = found.what_would_disqualify("NEAR").vetoes[1]
    assert unknown.share == pytest.approx(0.2)
    assert "it is not known, below it in 20" in unknown.sentence()


def test_what_a_candidate_can_least_afford_to_lose(korea: Ranking) -> None:
    """The heaviest losses first, apart from acceptability, which has its veto; nothing for one that is hardly first."""
    china, russia = korea.what_would_disqualify("CHN"), korea.what_would_disqualify("RUS")
    assert "can least afford to lose" in china.sentences()[2]
    assert "acceptability" not in china.sentences()[2]
    assert len(russia.sentences()) == 2
    assert str(russia).startswith("Russia.\nUnited States: rejects")


def test_who_is_dominated_is_told() -> None:
    """With by whom."""
    answer = Disqualification("a", "A", (), 0.0, {}, ("b", "c"))
    assert answer.sentences() == ("Surely no better on any criterion than b or c.",)
    assert answer._repr_html_() == "<p><b>A</b></p><ul><li>Surely no better on any criterion than b or c.</li></ul>"


def test_disqualifications_as_data(found: Ranking) -> None:
    """JSON, a frame and HTML with the objections."""
    answer = found.what_would_disqualify("BIG")
    plain = json.loads(json.dumps(answer.to_json()))
    assert plain["vetoes"][0]["now"] == [0.6, 0.7, 0.9]
    assert found.what_would_disqualify("club").to_json()["vetoes"][0]["now"] is None
    assert list(answer.to_frame()["share"]) == pytest.approx([0, 0.5])
    assert "Westland objects: tie (WEST), strength 0.4: rivalry [analyst]" in answer._repr_html_()


def test_missing_values_are_shown_with_what_they_could_change(korea: Ranking) -> None:
    """The share of draws if they were the worst or the best, and the ranking if all were the worst."""
    direct = korea.why("direct").standing
    assert direct[1].startswith("That would be ")
    assert direct[2].startswith("If all that is missing about every candidate were the worst, ")
    assert not any(one.startswith("That would be") for one in korea.why("CHN").standing)
    assert korea.at_worst is not None
    assert korea.at_worst.first[-1] < korea.shares.first[-1]
    assert any(
        one.startswith("Missing: 2 of 84 values: No broker, the New York channel (2).") for one in korea.cautions
    )


def test_where_nothing_is_missing_nothing_is_said_of_it() -> None:
    """One candidate with all ratings, leverage over one side included."""
    case = island()
    alone = case.model_copy(update={"candidates": {"BIG": case.candidates["BIG"]}})
    ranked = rank(alone, SIDES, draws=100, veto=0)
    assert ranked.at_worst is None
    assert ranked.to_json()["candidates"][0]["first_at_worst"] is None
    assert ranked.why("BIG").standing == (f"First in 100{chr(0x202F)}% of draws, sampling error 0{chr(0x202F)}%.",)
    assert ranked.not_distinguishable("BIG") == ()
    seoul = read_case("korea-2017")
    alone = seoul.model_copy(update={"candidates": {"ROK": seoul.candidates["ROK"]}})
    assert not any(one.startswith("Missing") for one in rank(alone, ("USA", "PRK"), draws=100).cautions)


def test_cautions_of_sides_nobody_is_rated_for_and_of_vetoes_that_stop_all() -> None:
    """Both are said."""
    ranked = rank(read_case("korea-2017"), ("USA", "ROK"), draws=500, veto=0.5)
    assert ranked.left_out == ("ROK",)
    assert any("No candidate is rated for its acceptability to South Korea." in one for one in ranked.cautions)
    assert any("no candidate reaches the veto threshold" in one for one in ranked.cautions)


def test_an_interrupted_run_says_so() -> None:
    """With what it has."""
    asked = iter(range(9))
    ranked = rank(island(), SIDES, draws=5000, stop=lambda: next(asked) >= 1)
    assert ranked.shares.done == 4096
    assert ranked.cautions[-1] == "The run was interrupted after 4,096 draws."
    assert ranked.to_json()["candidates"][0]["confidence_factor"] is None
    with pytest.raises(LimitError, match="interrupted before the first part"):
        rank(island(), SIDES, draws=5000, stop=lambda: True)


def test_progress_is_told() -> None:
    """In draws, the confidence factors included."""
    told_: list[tuple[int, int]] = []
    rank(island(), SIDES, draws=100, progress=lambda done, total: told_.append((done, total)))
    assert told_ == [(100, 200), (200, 200)]


def test_weights_are_the_analyst_s_to_change() -> None:
    """Bounds or an order; what was said is kept in the result."""
    case = read_case("korea-2017")
    plain = rank(case, ("USA", "PRK"), draws=1000)
    low_key = rank(case, ("USA", "PRK"), draws=1000, weights={"leverage": 0, "will": 0})
    assert low_key.shares.first[1] < plain.shares.first[1]
    assert low_key.to_json()["weights"]["bounds"]["leverage"] == [0, 0]
    ordered = rank(case, ("USA", "PRK"), draws=1000, weights=CRITERIA)
    assert ordered.to_json()["weights"] == {"order": list(CRITERIA)}


def test_the_same_seed_gives_the_same_ranking(korea: Ranking) -> None:
    """All of it; the digest is that of the case."""
    again = rank(read_case("korea-2017"), ["USA", "PRK"], draws=4000)
    assert again.to_json() == korea.to_json()
    other = rank(read_case("korea-2017"), ("USA", "PRK"), draws=4000, seed=2)
    assert other.digest == korea.digest
    assert other.shares.first.tolist() != korea.shares.first.tolist()


def test_the_ranking_as_data(korea: Ranking) -> None:
    """JSON that any reader takes, a frame in reading order, and HTML."""
    plain = json.loads(json.dumps(korea.to_json(), allow_nan=False))
    assert plain["between"] == ["USA", "PRK"]
    assert plain["candidates"][0]["name"] == "RUS"
    assert plain["candidates"][1]["central_weights"].keys() == set(CRITERIA)
    assert plain["above"]["CHN"]["RUS"] == pytest.approx(0.97, abs=0.03)
    assert plain["parameters"]["separation"] == 0.9
    frame = korea.to_frame()
    assert list(frame["candidate"]) == list(korea.order)
    assert frame["rank_1"].sum() == pytest.approx(1)
    assert korea._repr_html_().count("<tr>") == 8
    assert "South Korea (crisis actor)" in korea._repr_html_()


def test_a_candidate_that_is_never_first_has_no_central_weights_in_json() -> None:
    """Null, not NaN."""
    strict = rank(island(), SIDES, draws=200, veto=0.31).to_json()["candidates"][0]
    assert (strict["central_weights"], strict["confidence_factor"]) == (None, None)


def test_the_html_says_nobody_where_all_are_told_apart() -> None:
    """A lone candidate is told apart from nobody."""
    case = island()
    alone = case.model_copy(update={"candidates": {"direct": case.candidates["direct"]}})
    assert "<td>nobody</td>" in rank(alone, SIDES, draws=10)._repr_html_()


def test_no_sentence_claims_a_likelihood(korea: Ranking) -> None:
    """Shares of draws are called that and nothing else."""
    own = [*korea.cautions, *(part for name in korea.order for part in korea.why(name).standing)]
    own += [line for name in korea.order for line in korea.what_would_disqualify(name).sentences()]
    assert lint(" ".join(own), computed=True) == ()
    assert len(korea.sentences()) == len(korea.order) + len(korea.cautions)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"seed": -1}, "found -1 for the seed"),
        ({"seed": True}, "found True for the seed"),
        ({"veto": 1.2}, r"found a veto of 1\.2, expected a number from 0 to 1"),
        ({"veto": float("nan")}, "found a veto of nan"),
        ({"draws": 0}, "found 0 for draws"),
        ({"weights": {"fame": 0.2}}, "found a weight for 'fame', which is no criterion"),
        ({"between": ("USA", "Russia")}, "found 'Russia' as a side"),
    ],
)
def test_settings_that_do_not_fit_are_refused(settings: dict[str, Any], message: str) -> None:
    """With what was found and expected."""
    arguments = {"between": ("USA", "PRK"), "draws": 10, **settings}
    with pytest.raises(CaseError, match=message):
        rank(read_case("korea-2017"), **arguments)


def test_a_candidate_that_is_not_ranked_is_refused(korea: Ranking) -> None:
    """By every question about one."""
    for question in (korea.profile, korea.why, korea.what_would_disqualify, korea.not_distinguishable):
        with pytest.raises(
            CaseError, match=r"found the candidate 'RUSS', expected one that is ranked; did you mean 'RUS'"
        ):
            question("RUSS")


def test_citations_are_written_briefly() -> None:
    """Sources with places; quotations without their words; the analyst by that name."""
    cite = Citation.model_validate(
        {
            "wt": [{"para": 3, "start": 0, "end": 4, "sha256": "0" * 64}, "some words", "other words"],
            "accord": {"at": "article 2"},
            "analyst": "a guess",
        }
    )
    assert cited([cite]) == "wt, para. 3, quoted; accord, article 2; analyst"
    bare = Evidence("context", "record", "facts", None, "a figure", None, ())
    assert told(bare) == "fact: a figure"


@pytest.mark.parametrize(
    ("estimate", "level", "share"),
    [
        (Estimate(0.5, 0.5), 0.5, 0), (Estimate(0.4, 0.4), 0.5, 1), (Estimate(0.2, 0.6), 0.3, 0.25),
        (Estimate(0.2, 0.6), 0.9, 1), (Estimate(0.2, 0.6), 0.1, 0), (None, 0.2, 0.2),
    ],
)  # fmt: skip
def test_the_share_below_a_level(estimate: Estimate | None, level: float, share: float) -> None:
    """Points, ranges, and nothing known."""
    assert share_below(estimate, level) == pytest.approx(share)


def test_the_share_below_a_level_is_that_of_draws() -> None:
    """For low, likely and high too."""
    one = Estimate(0.15, 0.55, 0.3)
    drawn = one.draw(100_000, rng=np.random.default_rng(1))
    assert share_below(one, 0.25) == pytest.approx((drawn < 0.25).mean(), abs=0.006)
