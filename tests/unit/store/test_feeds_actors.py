"""Under which names countries go in feeds."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from goodoffices.errors import CaseError, GoodOfficesError
from goodoffices.store.feeds import actors
from goodoffices.store.feeds.actors import country_words, find_side, unknown_side


@pytest.mark.parametrize("text", ["PRK", "prk", "KP", "North Korea", " north  korea ", "DPRK"])
def test_a_country_is_found_by_letters_and_names(text: str) -> None:
    """Two or three letters, its English name, what people write."""
    assert find_side(text, coded=True).names == ("PRK",)
    assert find_side(text, coded=False).names[0] == "North Korea"
    assert find_side(text, coded=False).label == "PRK"


@pytest.mark.parametrize(
    ("letters", "name"),
    [
        ("RUS", "Russian Federation"), ("CIV", "Cote d'Ivoire"), ("BIH", "Bosnia and Herzegovina"),
        ("PSE", "Occupied Palestinian Territory"), ("MKD", "the former Yugoslav Republic of Macedonia"),
        ("MMR", "Myanmar"), ("COD", "Democratic Republic of Congo"), ("COG", "Congo"), ("HKG", "Hong Kong"),
        ("VAT", "Holy See"), ("CZE", "Czech Republic"), ("TUR", "Turkey"), ("SWZ", "Swaziland"),
        ("KNA", "Saint Kitts and Nevis"), ("XKX", "Kosovo"), ("YEM", "Yemen"), ("DEU", "Germany"),
    ],
)  # fmt: skip
def test_names_as_feeds_write_them(letters: str, name: str) -> None:
    """In plain letters, with words for signs, and names that differ altogether; both ways."""
    assert name in find_side(letters, coded=False).names
    assert find_side(name, coded=True).label == letters


def test_letters_of_former_days_mean_the_country_of_today() -> None:
    """And CAMEO's own letters stand beside those of ISO 3166."""
    assert find_side("ROM", coded=True) == find_side("ROU", coded=True)
    assert find_side("Romania", coded=True).names == ("ROU", "ROM")
    assert find_side("TMP", coded=False).label == "TLS"


def test_letters_that_only_a_feed_may_know_are_tried() -> None:
    """Regions are known; anything else is for the feed to show."""
    assert find_side("AFR", coded=True).known
    assert find_side("qqq", coded=True) == actors.Side("QQQ", ("QQQ",), known=False)
    assert find_side("Ruritania", coded=False) == actors.Side("Ruritania", ("Ruritania",), known=False)


@pytest.mark.parametrize("text", ["Noth Korea", ""])
def test_a_name_that_is_not_known_is_refused_where_letters_are_needed(text: str) -> None:
    """With the nearest there is."""
    with pytest.raises(CaseError, match="found no country"):
        find_side(text, coded=True)
    assert "did you mean 'North Korea'" in str(unknown_side("Noth Korea"))
    assert "did you mean" not in str(unknown_side("12345678"))


def test_nothing_at_all_is_refused_by_every_feed() -> None:
    """A name of no letters."""
    with pytest.raises(CaseError, match="found no country ' '"):
        find_side(" ", coded=False)


def test_all_words_for_a_country_are_given() -> None:
    """The one that was asked for first."""
    assert country_words("Burma")[:3] == ("Burma", "MMR", "Myanmar (Burma)")
    assert country_words("Ruritania") == ("Ruritania",)


def test_no_name_means_two_countries() -> None:
    """Whatever the case of its letters."""
    seen: dict[str, str] = {}
    for letters in {*actors._countries(), *actors._NAMES}:
        for name in actors._names(letters):
            assert seen.setdefault(name.casefold(), letters) == letters, name


def test_without_babel_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message, not a traceback."""

    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    actors._countries.cache_clear()
    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(GoodOfficesError, match=r"needs Babel; install goodoffices\[record\]"):
        find_side("USA", coded=True)
