"""The rules of the house, held against its source."""

from __future__ import annotations

import ast
import functools
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "goodoffices"
# Migrations are programs that alembic runs, not modules that anybody imports.
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
LONGEST_FUNCTION, LONGEST_FILE, MOST_PARAMETERS = 60, 400, 6


def dotted(path: Path) -> str:
    """Return the name by which a module is imported."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = [dotted(path) for path in MODULES]
ROOMS = [name for name in NAMES if name.count(".") == 1]


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function of a module, nested ones too."""
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def is_excused(path: Path, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Say whether a function gives the reason for its many parameters where it begins."""
    return re.search(r"# noqa: PLR0913 - \w{3}", path.read_text("utf-8").splitlines()[function.lineno - 1]) is not None


def length(function: ast.FunctionDef | ast.AsyncFunctionDef, *, signature: bool = True) -> int:
    """Count the lines of a function, without those of its docstring; those of its signature too, except for verbs."""
    first = function.body[0]
    told = first if ast.get_docstring(function) is not None else None
    start = function.lineno if signature else first.lineno
    docstring = (told.end_lineno or 0) - told.lineno + 1 if told else 0
    return (function.end_lineno or 0) - start + 1 - docstring


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the parameters of a function, without ``self`` and ``cls``."""
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"])) + (given.vararg is not None) + (given.kwarg is not None)


@functools.cache
def imports() -> set[tuple[str, str]]:
    """Return every name that one module of ours imports from another, with that other."""
    return {
        (alias.name, node.module or "")
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def is_verb(path: Path) -> bool:
    """Say whether a module holds verbs, which have as many parameters as they have options."""
    return path.parent.name == "cli" and path.stem.endswith("_verbs")


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_no_file_no_function_and_no_list_of_parameters_is_too_long(path: Path) -> None:
    """Sixty lines, four hundred lines, six parameters."""
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE
    for function in functions(path):
        assert length(function, signature=not is_verb(path)) <= LONGEST_FUNCTION, function.name
        assert parameters(function) <= MOST_PARAMETERS or is_verb(path) or is_excused(path, function), function.name


def test_the_measures_measure(tmp_path: Path) -> None:
    """Functions within functions are found, and every kind of parameter is counted."""
    path = tmp_path / "x.py"
    path.write_text("def f(a, /, b, *c, d=1, **e):\n    async def g(self, x): ...\nclass C:\n    def h(cls): ...\n")
    assert {one.name: parameters(one) for one in functions(path)} == {"f": 5, "g": 1, "h": 0}
    path.write_text('def f():\n    """One.\n\n    Two.\n    """\n    x = 1\n    return x\n')
    assert [length(one) for one in functions(path)] == [3]
    assert [length(one, signature=False) for one in functions(path)] == [2]
    path.write_text("def f():  # noqa: PLR0913 - for a reason\n    ...\ndef g():  # noqa: PLR0913\n    ...\n")
    assert [is_excused(path, one) for one in functions(path)] == [True, False]
    assert is_verb(PACKAGE / "cli" / "case_verbs.py")
    assert not is_verb(PACKAGE / "cli" / "app.py")


@pytest.mark.parametrize("name", NAMES)
def test_every_module_lists_its_public_names(name: str) -> None:
    """The list is there, in order, without repetition, and each name exists."""
    module = importlib.import_module(name)
    listed = list(module.__all__)
    assert len(listed) == len(set(listed))
    assert [one for one in listed if not hasattr(module, one)] == []


@pytest.mark.parametrize("path", [path for path in MODULES if path.name != "__init__.py"], ids=dotted)
def test_whatever_a_module_defines_for_others_is_listed(path: Path) -> None:
    """Functions and classes without a leading underscore that no list names are used by their own module only."""
    listed = set(importlib.import_module(dotted(path)).__all__)
    tree = ast.parse(path.read_text("utf-8"))
    own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    spare = {name for name in own - listed if not name.startswith("_")}
    assert [name for name in sorted(spare) if (name, dotted(path)) in imports()] == []


def fresh(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in an interpreter of its own."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False, timeout=120
    )


def test_importing_the_package_is_light() -> None:
    """Neither arrays nor models nor the command line come with it; naming a public thing brings it."""
    code = (
        "import sys, goodoffices\n"
        "heavy = {'numpy', 'pydantic', 'typer', 'rich', 'ruamel', 'typst', 'pandas', 'jinja2'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "goodoffices.read_case\n"
        "assert 'pydantic' in sys.modules\n"
    )
    ended = fresh(code)
    assert ended.returncode == 0, ended.stderr


def test_help_is_light() -> None:
    """The command's own help needs no arrays."""
    code = (
        "import sys\n"
        "from goodoffices.cli import main\n"
        "sys.argv = ['goodoffices', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "assert not {'numpy', 'pydantic', 'ruamel', 'typst'} & set(sys.modules), 'heavy'\n"
    )
    ended = fresh(code)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("name", ROOMS)
def test_every_room_can_be_entered_first(name: str) -> None:
    """Alone, in a fresh interpreter: no room relies on another having been imported."""
    ended = fresh(f"import {name}")
    assert ended.returncode == 0, ended.stderr


def test_the_package_shows_its_public_names() -> None:
    """And says what it does not have."""
    package = importlib.import_module("goodoffices")
    assert dir(package) == sorted(package.__all__)
    for name in package.__all__:
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError, match="module 'goodoffices' has no attribute 'nothing'"):
        _ = package.nothing
