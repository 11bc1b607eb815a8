"""Documents in clauses, with those who act."""

from __future__ import annotations

from tests.unit.record.marking import reading_of, studied_of

from goodoffices.case.anchoring import Span
from goodoffices.record.parts import Layout, Words
from goodoffices.record.reading import Reading
from goodoffices.record.study import study


def who(marked: str, **settings: object) -> list[list[str]]:
    """Return who acts in each clause."""
    return [[role.party for role in studied.who] for studied in studied_of(marked, **settings)]


def test_what_somebody_is_called_stands_for_them() -> None:
    """In a relative clause after "is", and after "as"."""
    assert who("[Ruritania|RUR] is a power that controls the straits.") == [["RUR"], ["RUR"]]
    assert who("As a power sharing a border, [Ruritania|RUR] left.") == [["RUR"], ["RUR"]]
    assert who("[Ruritania|RUR] met a power that controls the straits.") == [["RUR"], []]
    assert who("As a power sharing a border") == [[]]


def test_who_leads_a_coalition_acts() -> None:
    """The coalition itself has no name."""
    assert who("The coalition led by [Ruritania|RUR] attacked.") == [[], ["RUR"]]


def test_the_one_that_does_not_is_left_out() -> None:
    """The one after "not"."""
    assert who("[Ruritania|RUR] not [Hentzau|HEN] signed.") == [["RUR"]]


def test_quoted_clauses_are_known_and_do_not_change_who_they_are() -> None:
    """A pronoun after a quotation means whoever was spoken of outside it."""
    told = studied_of("[Ada Rassendyll|@ada] said: <<[Grauland|GRA] attacked.>> They left.")
    assert [studied.quoted for studied in told] == [False, True, False]
    assert [role.party for role in told[-1].who] == ["RUR"]


def test_who_is_quoted_without_being_named_there() -> None:
    """The last person who acted."""
    assert who("[Ada Rassendyll|@ada] left.\n\n<<We signed.>>")[-1] == ["RUR"]
    assert who("The envoy said: <<We signed.>>")[-1] == []


def test_tellers() -> None:
    """Whoever says that something is so, and only then."""
    told = studied_of(
        "[Ruritania|RUR] said that [Hentzau|HEN] attacked. [Ruritania|RUR] left because [Hentzau|HEN] attacked."
    )
    assert [[role.party for role in studied.teller] for studied in told] == [[], ["RUR"], [], []]


def test_parties_within_a_subject_that_does_not_act() -> None:
    """Talks between two do not act; the two are known all the same."""
    (told,) = studied_of("Talks between [Ruritania|RUR] and [Hentzau|HEN] failed.")
    assert not told.who
    assert [role.party for role in told.beside] == ["RUR", "HEN"]


def test_the_author_of_a_statement() -> None:
    """A person in the title comes first, then any party at the head; without any there is none."""
    text = "Statement of [Ada Rassendyll|@ada] on [Hentzau|HEN]\n\nWe deplore it."
    assert who(text, own=True, title=True) == [["RUR"]]
    assert who(text, title=True) == [[]]
    assert who("Statement\n\nWe deplore it.", own=True, title=True) == [[]]
    assert who("Of [Strelsau|RUR p]\n\nWe deplore it.", own=True, title=True) == [[]]
    reading = reading_of("We deplore it. Statement of [Ruritania|RUR].", own=True)
    layout = reading.layout
    titled = Layout(layout.text, layout.blocks, title=Words("Ruritania", Span(28, 37)), own_statement=True)
    again = Reading(titled, reading.sentences, (), reading.names, (), reading.lexicon)
    assert [role.party for role in study(again)[0].who] == ["RUR"]


def test_a_turn_ends_with_the_next() -> None:
    """A new speaker's name before a colon begins a turn; a name elsewhere in the line does not."""
    text = "MS. [RASSENDYLL|@ada]: [Hentzau|HEN] left.\n\nWe signed.\n\nQUESTION: We asked.\n\nWe asked again."
    assert who(text)[1:] == [["HEN"], ["RUR"], [], []]
