"""Languages: told by their script or by their smallest words."""

from __future__ import annotations

import pytest

from goodoffices.record.language import detect, name_of
from goodoffices.store.lexicons import languages, read_lexicon

WORDS = read_lexicon()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The talks will resume on Friday, and both sides have said that they will be there."),
        ("de", "Die Gespräche werden am Freitag wieder aufgenommen, und beide Seiten sind mit dem Ort zufrieden."),
        ("fr", "Les pourparlers vont reprendre dans la ville, et les deux camps ont dit que la paix est pour tous."),
        ("es", "Las conversaciones se reanudan en la ciudad y los dos bandos han dicho que no es para todos."),
        ("ru", "Стороны встретились в городе и сказали, что это не конец, но и не начало."),
        ("uk", "Сторони зустрілися у місті та сказали, що це не кінець, але й не початок, і що є надія."),
        ("ar", "قال الوزير إن المحادثات بين الطرفين في المدينة على ما يرام من قبل"),
        ("fa", "وزیر گفت که این گفتگو در شهر با طرفین برای صلح است"),
        ("zh", "双方在城里会面，同意停火。"),
        ("ja", "双方は町で会い、停戦に合意した。"),
        ("ko", "양측은 도시에서 만나 휴전에 합의했다."),
        ("he", "הצדדים נפגשו בעיר והסכימו על הפסקת אש."),
    ],
)
def test_detected(language: str, text: str) -> None:
    """A sentence or two tells the language."""
    assert detect(text, WORDS) == language


@pytest.mark.parametrize("text", ["", "12.5 %", "Yes.", "Ouagadougou Bamako Niamey Lomé Accra Dakar Banjul the of and"])
def test_too_little(text: str) -> None:
    """Names, numbers and single words tell nothing."""
    assert detect(text, WORDS) is None or text.count(" ") > 3


def test_names_alone() -> None:
    """A list of names with hardly a small word among them is in no language."""
    assert detect("Ouagadougou Bamako Niamey Accra Dakar Banjul Conakry Bissau " * 5, WORDS) is None


def test_names_of_languages() -> None:
    """A message calls a language by its name, or by its code where it has none here; each with words has one."""
    assert name_of("fr", WORDS) == "French"
    assert name_of("xx", WORDS) == "xx"
    assert set(languages()) <= set(WORDS.table("language", "names"))
    assert set(languages()) <= set(WORDS.table("language", "stop_words"))
