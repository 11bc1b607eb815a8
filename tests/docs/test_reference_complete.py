"""The reference names everything that is there: verbs, options, keys, errors, words; and nothing that is not."""

from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from pydantic import BaseModel
from tests.docs.markdown_pages import DOCS, PROJECT, blocks, code_words, heading_of, pages, sections
from typer.testing import CliRunner

import goodoffices as go
from goodoffices import brokers as brokers_room
from goodoffices import case as case_room
from goodoffices import errors, mapping, outlook
from goodoffices import settle as settle_room
from goodoffices.case import Case, Judgement
from goodoffices.cli import app
from goodoffices.outlook import cautions
from goodoffices.store import case_from_text, read_case, shipped_cases

CLI = DOCS / "reference" / "cli.md"
CASE_FILE = DOCS / "reference" / "case-file.md"
GLOSSARY = DOCS / "reference" / "glossary.md"
JSON_PAGE = DOCS / "reference" / "json.md"
TOP = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # the app is a group of verbs


def leaves(commands: dict[str, Any]) -> dict[str, Any]:
    """List the verbs by all their words: a group such as `data` has one for each of its commands."""
    found: dict[str, Any] = {}
    for name, command in commands.items():
        inner = leaves(getattr(command, "commands", {}))
        found |= {f"{name} {rest}": leaf for rest, leaf in inner.items()} or {name: command}
    return found


VERBS = leaves(TOP)


def options_of(verb: str) -> set[str]:
    """List the options of a verb, as they are typed."""
    return {text for one in VERBS[verb].params if one.param_type_name == "option" for text in one.opts}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_section_with_every_option(verb: str) -> None:
    """The page on the command line has a heading for each verb and names its options, and no others."""
    section = sections(CLI)[f"`goodoffices {verb}`"]
    named = set(re.findall(r"`(--[a-z-]+)", section))
    assert named == options_of(verb) - {"--help"}, f"the section on {verb} names other options than the command has"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_how_to(verb: str) -> None:
    """A page of its own, or one of those of its group of verbs, shows the verb at work."""
    group = verb.split(maxsplit=1)[0]
    pages = [DOCS / "howto" / f"{group}.md", *(DOCS / "howto").glob(f"{group}-*.md")]
    assert any(f"$ goodoffices {verb}" in page.read_text("utf-8") for page in pages)


def test_no_how_to_is_about_a_verb_that_does_not_exist() -> None:
    """Pages and verbs are the same set; a group of verbs may have several pages."""
    assert {page.stem.split("-")[0] for page in (DOCS / "howto").glob("*.md")} - {"index"} == set(TOP)


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Find the models that a type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is not None:
        for part in typing.get_args(annotation):
            yield from models_in(part)


def keys_below(annotation: Any) -> set[str]:
    """List every key that may be written somewhere below a part of the case file."""
    keys: set[str] = set()
    for model in models_in(annotation):
        for name, field in model.model_fields.items():
            if model is not Judgement and name != "root":  # both are written without a key of their own
                keys.add(field.alias or name)
            keys |= keys_below(field.annotation)
    return keys


@pytest.mark.parametrize("section", Case.model_fields)
def test_every_key_of_the_case_file_is_described_where_its_section_is(section: str) -> None:
    """A key stands under the heading of its section, or among the values and keys that recur everywhere."""
    texts = sections(CASE_FILE)
    head = {"The head"} if section in code_words(texts["The head"]) else set()
    own = head | {heading for heading in texts if f"`{section}`" in heading}
    assert own, f"no heading of the page on the case file names `{section}`"
    said = code_words("\n".join(texts[heading] for heading in {*own, "Values that recur", "Keys that recur"}))
    missing = keys_below(Case.model_fields[section].annotation) - said
    assert not missing, f"under {section} the page on the case file does not describe {sorted(missing)}"


def test_the_first_case_of_the_page_on_the_case_file_is_sound() -> None:
    """It is the case that a reader copies: no problem, no warning."""
    first = next(block for block in blocks(CASE_FILE) if block.language == "yaml")
    assert cautions(case_from_text(first.text)) == ()


def test_every_error_is_explained() -> None:
    """Each class of error has its line."""
    said = code_words((DOCS / "reference" / "errors.md").read_text("utf-8"))
    assert set(errors.__all__) <= said


def test_every_shipped_case_is_named_in_the_readme() -> None:
    """A reader learns which cases there are."""
    said = (PROJECT / "README.md").read_text("utf-8")
    assert [name for name in shipped_cases() if f"`{name}`" not in said] == []


def terms() -> set[str]:
    """List the words of the glossary's terms, in lower case."""
    inside = next(block.text for block in blocks(GLOSSARY) if block.language == "{glossary}")
    heads = [line for line in inside.splitlines() if line and not line.startswith((" ", ":"))]
    return {word for head in heads for word in re.findall(r"[a-z]+", head.lower())}


# Words of the interface that are plain English and mean what they always mean.
PLAIN_WORDS = set(
    re.findall(
        r"\w+",
        """
        adopt against all anchor apart as base between by case chart compare comparison concept evaluate find fit fitted
        followed given goal in json kind last locate map meant module moment nearest of order pair parse picture plain
        plan problem propose rank rate reachable reading reason resolved schema set shared shortest size solution solve
        source space span step survive table text to told topic verification verify view walk when why words year
        """,
    )
)


@pytest.mark.parametrize(
    "room", [outlook, mapping, settle_room, brokers_room, case_room], ids=lambda room: str(room.__name__)
)
def test_the_words_of_the_interface_are_in_the_glossary(room: types.ModuleType) -> None:
    """Every word of a public name is a term of the field, or plain English by an explicit list."""
    known = terms() | PLAIN_WORDS
    missing = set()
    for name in room.__all__:
        for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name):
            singular = word.lower().removesuffix("s")
            if not {word.lower(), singular, singular.removesuffix("ie") + "y"} & known:
                missing.add(f"{word} in {name}")
    assert missing == set()


def keys_told(data: Any) -> set[str]:
    """List the keys of printed JSON that are ours, not names that a case gave."""
    if isinstance(data, dict):
        # Beneath a citation stand names that the case gave its sources.
        inner = set().union(*(keys_told(value) for key, value in data.items() if key != "cite"))
        return inner | {key for key in data if re.fullmatch(r"[a-z_]+", key)}
    return set().union(*(keys_told(part) for part in data)) if isinstance(data, list) else set()


@pytest.mark.parametrize(
    "command",
    [
        "check prisoners-dilemma --json",
        "map korea-2017 --json",
        "outlook prisoners-dilemma --json",
        "outlook prisoners-dilemma --why 3 --concept sseq --json",
        "brokers rank korea-2017 --between USA PRK --draws 200 --json",
        "brokers rank korea-2017 --between USA PRK --draws 200 --why RUS --json",
        "data list --store none.duckdb --json",
    ],
)
def test_every_key_of_printed_json_is_described(command: str) -> None:
    """The page on JSON names each key that a verb prints."""
    result = CliRunner().invoke(app, command.split())
    said = code_words(JSON_PAGE.read_text("utf-8"))
    assert result.exit_code == 0, result.output
    assert sorted(keys_told(json.loads(result.stdout)) - said) == []


@pytest.mark.parametrize(
    ("case", "more"),
    [
        ("camp-david-1978", ""),
        ("korea-2017", ""),
        ("korea-2017", "--sequence"),
        ("korea-2017", "--sequence --package testing=moratorium"),
        ("korea-2017", "--improve nash"),
        ("korea-2017", "--draws 5"),
    ],
)
def test_every_key_that_settle_prints_is_described(case: str, more: str) -> None:
    """But for the names of issues, which a case gives."""
    result = CliRunner().invoke(app, ["settle", case, "--json", *more.split()])
    assert result.exit_code == 0, result.output
    told = sections(JSON_PAGE)["settle"]
    assert sorted(keys_told(json.loads(result.stdout)) - set(read_case(case).issues) - code_words(told)) == []


def test_no_page_names_a_registry_or_a_path_of_somebody_s_machine() -> None:
    """What is written holds on every machine."""
    forbidden = re.compile(
        r"pypi\.|pythonhosted|anaconda\.|conda-forge|npmjs|crates\.io|proxy\.golang|rubygems"
        r"|(?<![\w.])/(?:work|home|root|Users|tmp|opt|mnt)/|[A-Z]:\\",
        re.IGNORECASE,
    )
    texts = [*pages(), PROJECT / "CHANGELOG.md", *sorted((PROJECT / "changelog.d").glob("*"))]
    found = {(page.name, hit.group()) for page in texts for hit in forbidden.finditer(page.read_text("utf-8"))}
    assert found == set()


def test_links_of_the_pages_beside_the_documentation_lead_somewhere() -> None:
    """README and CONTRIBUTING are read where they stand: their links are paths that exist."""
    for page in (PROJECT / "README.md", PROJECT / "CONTRIBUTING.md"):
        links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
        assert links
        assert [link for link in links if not (PROJECT / link).exists()] == []


def test_every_page_has_one_title_and_every_decision_its_number() -> None:
    """A decision is called by the number of its file."""
    for page in pages():
        assert heading_of(page)
    for page in (DOCS / "decisions").glob("[0-9]*.md"):
        assert heading_of(page).startswith(f"{page.stem[:4]}. ")


def test_the_version_of_the_documentation_is_that_of_the_package() -> None:
    """The configuration takes it from the package, so that it is said once."""
    assert "goodoffices.__version__" in (DOCS / "conf.py").read_text("utf-8")
    assert re.fullmatch(r"\d+\.\d+\.\d+", go.__version__)
