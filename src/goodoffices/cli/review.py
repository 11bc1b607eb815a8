"""The walk through the proposals of a case: each with its words in context, one key for each decision."""

from __future__ import annotations

import json
import os
import re
import select
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import click
from rich.markup import escape
from rich.rule import Rule
from rich.text import Text

from goodoffices.cli.show import console, counted
from goodoffices.errors import CaseError

if TYPE_CHECKING:
    from goodoffices.record.placing import Path
    from goodoffices.store.reviews import Review

__all__ = ["accept_all", "walk_through"]

_KEYS = {"a": "accept", "e": "edit", "r": "reject", "s": "skip", "u": "undo", "q": "quit"}
_QUIT = "q"
_LAST_OF_AN_ARROW = re.compile(rb"[@-~]|$")


def accept_all(under: Review, section: str) -> dict[str, Any]:
    """Accept every proposal of a section, or of all of them; what says too little is left as it is."""
    from goodoffices.record.placing import SECTIONS

    if section not in {"all", *SECTIONS}:
        raise CaseError(f"found the section {section!r}, expected 'all' or one of {', '.join(SECTIONS)}")
    wanted = [path for path in under.pending() if path[0] == section or (section == "all" and path[0] != "parties")]
    ready = [path for path in wanted if under.complete(path)]
    if ready:
        under.accept(*ready)
    left = [".".join(map(str, path)) for path in under.pending()]
    text = f"{counted(len(ready), 'proposal')} accepted, {len(left)} still to decide on"
    return {"case": str(under.path), "accepted": len(ready), "left": left, "text": text}


@contextmanager
def _single_keys() -> Iterator[Callable[[], str]]:
    """Take keys as they are pressed, those pressed too early too; the terminal is left as it was."""
    try:
        import termios
        import tty
    except ImportError:  # pragma: no cover - where terminals are others, keys pressed too early are lost
        yield click.getchar
        return
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSADRAIN)
        yield lambda: _one_key(terminal)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _one_key(terminal: int) -> str:
    """Read one key: a letter, or all that an arrow sends, which means nothing here."""
    pressed = os.read(terminal, 1)
    if pressed != b"\x1b" or not select.select([terminal], [], [], 0)[0]:
        return pressed.decode("utf-8", errors="replace")
    if os.read(terminal, 1) in {b"[", b"O"}:
        while not _LAST_OF_AN_ARROW.match(os.read(terminal, 1)):
            pass
    return "?"


def _one_line(terminal: int) -> str:
    """Read one line, and nothing of the next, as it may hold keys."""
    line = b""
    while not line.endswith(b"\n") and (more := os.read(terminal, 1)):
        line += more
    return line.decode("utf-8", errors="replace")


class _Answers:
    """Where answers come from: single keys of a terminal, or lines of whatever is piped in."""

    def __init__(self) -> None:
        self.terminal = sys.stdin.isatty()

    def key(self, prompt: str) -> str:
        """Ask for one key; the end of the input is to quit."""
        if self.terminal:
            with _single_keys() as press:
                console.print(prompt, end=" ", markup=False)
                pressed = press()
            console.print(pressed if pressed.isprintable() else "", markup=False)
            return pressed.casefold() if pressed.isprintable() and pressed else _QUIT
        console.print(prompt, end=" ", markup=False)
        line = sys.stdin.readline()
        console.print(line.strip(), markup=False)
        return line.strip().casefold()[:1] if line else _QUIT

    def line(self, prompt: str) -> str | None:
        """Ask for a line; None at the end of the input."""
        console.print(prompt, end=" ", markup=False)
        line = _one_line(sys.stdin.fileno()) if self.terminal else sys.stdin.readline()
        if not self.terminal:
            console.print(line.strip(), markup=False)
        return line.strip() if line else None


def walk_through(under: Review) -> None:
    """Ask about each proposal in turn; stop when told to, and say what is left."""
    with suppress(KeyboardInterrupt):  # to leave like this is to quit: everything is written already
        _ask_in_turn(under, _Answers())
    left = len(under.pending())
    console.print(
        f"{counted(left, 'proposal')} still to decide on"
        + (f"; go on with: goodoffices record review {escape(str(under.path))}" if left else ": all is decided"),
        soft_wrap=True,
    )


def _ask_in_turn(under: Review, answers: _Answers) -> None:
    passed: list[str] = []
    done: list[str] = []  # what each decision was, so that it can be taken back
    start = len(under.pending())
    while path := next((one for one in under.pending() if _mark(under, one) not in passed), None):
        _show(under, path, start)
        key = answers.key(_prompt(path))
        if key == _QUIT:
            break
        if key == "u":
            _undo(under, passed, done)
        elif key == "s":
            passed.append(_mark(under, path))
            done.append("skip")
        else:
            done += ["write"] * _decide(under, path, key, answers)


def _mark(under: Review, path: Path) -> str:
    """Recognise an entry after others have moved."""
    return json.dumps(
        [path[0], path[1] if path[0] in {"parties", "options"} else "", under.entry(path)], sort_keys=True
    )


def _prompt(path: Path) -> str:
    from goodoffices.record.reviewing import ROLES

    if path[0] == "parties":
        roles = "  ".join(f"{k} {role}" for k, role in enumerate(ROLES, start=1))
        return f"{roles}\n[e]dit  [r]eject  [s]kip  [u]ndo  [q]uit:"
    return "  ".join(f"[{key}]{word[1:]}" for key, word in _KEYS.items()) + ":"


def _undo(under: Review, passed: list[str], done: list[str]) -> None:
    last = done.pop() if done else None
    if last == "skip":
        passed.pop()
    elif last is None or not under.undo():
        console.print("nothing to take back", style="yellow")


def _decide(under: Review, path: Path, key: str, answers: _Answers) -> bool:
    """Do what a key says; say whether something was decided."""
    from goodoffices.record.reviewing import ROLES

    try:
        if path[0] == "parties" and key in {str(k) for k in range(1, len(ROLES) + 1)}:
            under.settle_role(path, ROLES[int(key) - 1])
        elif key == "a" and path[0] != "parties":
            under.accept(path)
        elif key == "r":
            under.reject(path)
        elif key == "e":
            return _edited(under, path, answers)
        else:
            console.print(f"found {key!r}, expected one of the keys shown", style="yellow", markup=False)
            return False
    except CaseError as error:
        console.print(f"not done: {error}", style="red", markup=False, soft_wrap=True)
        return False
    return True


def _edited(under: Review, path: Path, answers: _Answers) -> bool:
    from goodoffices.store.yamltext import YamlError

    entry = under.entry(path)
    try:
        changed = _in_editor(entry) if answers.terminal and _editor() else _key_by_key(entry, answers, _own(path))
    except YamlError as error:
        console.print(f"not done: this is not YAML: {error}", style="red", markup=False, soft_wrap=True)
        return False
    if changed is None or changed == entry:
        console.print("nothing was changed", style="dim")
        return False
    under.edit(path, changed)
    return True


def _editor() -> str | None:
    return os.environ.get("VISUAL") or os.environ.get("EDITOR")


def _in_editor(entry: dict[str, Any]) -> Any:
    """Let the person's own editor change an entry."""
    from goodoffices.store.drafts import entry_text
    from goodoffices.store.yamltext import read_yaml

    text = click.edit(entry_text(entry), editor=_editor(), extension=".yaml")
    return None if text is None else read_yaml(text).data


def _own(path: Path) -> set[str]:
    """Name the key that says that an entry is proposed: it is decided on, not edited."""
    return {"entry"} if path[0] == "options" else {"status"}


def _key_by_key(entry: dict[str, Any], answers: _Answers, own: set[str]) -> Any:
    """Ask for each key: nothing keeps it, '-' strikes it out; then for further ones."""
    from goodoffices.store.drafts import entry_text
    from goodoffices.store.yamltext import read_yaml

    console.print("Each key in turn: return keeps it, - strikes it out; at the end, key: value adds one.", style="dim")
    changed = dict(entry)
    for key, value in entry.items():
        if key in own:
            continue
        given = answers.line(f"{key} [{entry_text(value).strip()}]:")
        if given is None:
            return None
        if given == "-":
            del changed[key]
        elif given:
            changed[key] = read_yaml(given).data
    while given := answers.line("another key (return to end):"):
        added = read_yaml(given).data
        changed |= added if isinstance(added, dict) else {}
    return changed


def _show(under: Review, path: Path, start: int) -> None:
    left = len(under.pending())
    console.print(Rule(f"{'.'.join(map(str, path))}   {left} of {start} left", align="left"))
    for key, value in under.entry(path).items():
        if key not in {"said", "reported", "cite"} | _own(path):
            console.print(Text.assemble((f"{key}: ", "bold"), _told(under, key, value)), soft_wrap=True)
    if path[0] == "parties":
        count = under.named_by(str(path[1]))
        console.print(f"named by {counted(count, 'entry', 'entries')}, to be rejected with it", style="dim")
    for one in under.evidence(path):
        console.print(Text(f"{one.source}{'' if one.found else ' (the text is not here)'}", style="dim"))
        marked = Text.assemble(
            (_folded(one.before), "dim"), (_folded(one.words), "bold reverse"), (_folded(one.after), "dim")
        )
        console.print(marked, soft_wrap=False)


def _told(under: Review, key: str, value: Any) -> str:
    """Write a value, parties and people with their names."""
    if key in {"who", "to", "by", "of", "from", "between", "over", "party"}:
        listed: Sequence[str] = value if isinstance(value, list) else [value]
        return ", ".join(one if under.named(one) == one else f"{one} ({under.named(one)})" for one in listed)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _folded(words: str) -> str:
    """Write words of a text on one line, as it may be hard-wrapped."""
    return words.replace("\r", "").replace("\n", " ")
