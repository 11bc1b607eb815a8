"""GENIUS domains through the command: read wherever a case is, refused with every problem at its line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.store.genius_samples import FILES, lay_out

Run = Callable[..., Any]

BOMB = """\
<?xml version="1.0"?>
<!DOCTYPE lolz [
  <!ENTITY lol "lol">
  <!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
  <!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">
]>
<utility_space>&lol3;</utility_space>
"""
OUTSIDE = '<!DOCTYPE utility_space [<!ENTITY secret SYSTEM "file:///etc/passwd">]>\n<utility_space a="&secret;"/>\n'


def test_a_domain_is_checked_like_a_case(run: Run, tmp_path: Path) -> None:
    """By its folder, or by the file that lists the issues; in words and as JSON."""
    folder = lay_out(tmp_path / "river")
    for what in (folder, folder / "river.xml"):
        ended = run("check", what)
        assert ended.code == 0, ended.err
        assert "river (as of " in ended.out
        assert "2 parties, 3 issues" in ended.out
        assert "no problems, 0 warnings" in ended.out
    told = json.loads(run("check", folder, "--json").out)
    assert (told["case"], told["ok"], told["problems"], told["warnings"]) == ("river", True, [], [])


def test_a_domain_has_a_brief(run: Run, tmp_path: Path) -> None:
    """Of what little it says."""
    ended = run("brief", lay_out(tmp_path / "river"))
    assert ended.code == 0, ended.err
    assert "# river" in ended.out


@pytest.mark.parametrize("hostile", [BOMB, OUTSIDE], ids=["entities within entities", "another file"])
def test_hostile_files_are_refused_before_they_unfold(run: Run, tmp_path: Path, hostile: str) -> None:
    """With the file, the line and what was found there; nothing of another file is shown."""
    ended = run("check", lay_out(tmp_path / "river", {**FILES, "third.xml": hostile}))
    assert ended.code == 1
    assert "third.xml:" in ended.err
    assert "found a document type (<!DOCTYPE " in ended.err
    assert "root:" not in ended.out + ended.err


def test_every_problem_of_a_domain_is_told_at_once(run: Run, tmp_path: Path) -> None:
    """Each in a line of its own, the same as JSON."""
    folder = lay_out(tmp_path / "river", up=('value="0.5"', 'value="NaN"'), down=('evaluation="5"', 'evaluation="-5"'))
    ended = run("check", folder)
    assert ended.code == 1
    assert "down.xml:13: found evaluation='-5', expected a decimal number of at least 0, such as 0.25" in ended.err
    assert "up.xml:3: found value='NaN', expected a decimal number of at least 0, such as 0.25" in ended.err
    told = json.loads(run("check", folder, "--json").out)
    assert [line.split("/")[-1].split(":")[0] for line in told["problems"]] == ["down.xml", "up.xml"]


def test_a_profile_alone_is_no_domain(run: Run, tmp_path: Path) -> None:
    """Its folder is."""
    ended = run("check", lay_out(tmp_path / "river") / "up.xml")
    assert ended.code == 1
    assert "found the profile of one party, expected the domain; give the folder" in ended.err
