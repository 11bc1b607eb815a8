"""Pictures are well-formed, harmless, named, and their text is measured."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodoffices.drawing.marks import mark, sign_colour, sign_mark
from goodoffices.drawing.svg import Sheet, TextStyle, clean, document, element, number, shorten, text, text_width, wrap
from goodoffices.errors import CaseError


@given(raw=st.text())
def test_any_text_survives_as_text(read: Any, raw: str) -> None:
    """Escaping loses nothing but what XML forbids or what reorders its neighbours."""
    drawn = read(document([text(0, 10, raw, TextStyle())], Sheet(100, 20, raw, raw)))
    assert drawn.words == [clean(raw)]
    assert drawn.titles[0] == clean(raw)


def test_a_picture_without_description_is_named_by_its_title_alone(read: Any) -> None:
    """A screen reader is not sent to an element that is not there."""
    drawn = read(document([], Sheet(10, 10, "Map")))
    drawn.check()
    assert len(list(drawn.root)) == 2


def test_two_pictures_in_one_page_do_not_share_names() -> None:
    """The names come from the content."""
    first, second = (document([], Sheet(10, 10, title)) for title in ("Map", "Timeline"))
    assert first.split('id="')[1][:9] != second.split('id="')[1][:9]


def test_coordinates_must_be_finite() -> None:
    """A missing number does not become a broken picture."""
    with pytest.raises(CaseError, match="finite"):
        number(float("nan"))


@given(raw=st.text(), width=st.integers(20, 200))
def test_shortened_text_fits(raw: str, width: int) -> None:
    """Whatever is cut fits its width, and what fits is not cut."""
    cut = shorten(raw, width, 12)
    assert text_width(cut, 12) <= width
    assert cut == clean(raw) or cut.endswith("…")
    assert all(text_width(line, 12) <= width for line in wrap(raw, width, 12))


def test_text_is_cut_at_words_where_that_loses_little() -> None:
    """A long first word is cut within; otherwise the last whole word ends the line."""
    assert shorten("mediation support unit", 100, 12) == "mediation…"
    assert shorten("Unterhändlerinnentreffen", 80, 12).startswith("Unterh")
    assert shorten("good offices of the king", 84, 12) == "good offices…"
    assert wrap("one", 100, 12) == ("one",)
    assert wrap("one two three", 300, 12) == ("one two three",)


def test_scripts_have_their_widths() -> None:
    """Chinese is wide, accents cost nothing, unknown letters are assumed wide."""
    assert text_width("中", 10) > text_width("m", 10)
    assert text_width("e\u0301", 10) == text_width("é", 10) == text_width("e", 10)
    assert text_width("ж", 10) > text_width("n", 10)
    assert text_width("Oman", 10, bold=True) > text_width("Oman", 10)


@pytest.mark.parametrize(
    "name", ["circle", "open", "half", "square", "diamond", "triangle", "cross", "dash", "plus", "minus"]
)
def test_every_mark_is_a_shape_of_its_own(name: Any) -> None:
    """No two marks are drawn alike, so that grey print still tells them apart."""
    others = {"circle", "open", "half", "square", "diamond", "triangle", "cross", "dash", "plus", "minus"} - {name}
    shape = "".join(map(str, mark(name, 10, 10, 5, "#000000")))
    assert shape
    assert all(shape != "".join(map(str, mark(other, 10, 10, 5, "#000000"))) for other in others)  # type: ignore[arg-type]


def test_no_mark_and_no_sign_draw_nothing() -> None:
    """An empty cell and a neutral tie stay empty."""
    assert mark("none", 0, 0, 5, "#000000") == ()
    assert sign_mark(0, 0, 0) == ()
    assert len({sign_colour(sign) for sign in (-1, 0, 1)}) == 3


def test_elements_nest() -> None:
    """Children are escaped as text or written as elements."""
    assert str(element("g", element("title", "a < b"), id='"')) == '<g id="&quot;"><title>a &lt; b</title></g>'
