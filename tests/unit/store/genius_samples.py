"""A small domain of our own in the form of GENIUS files, and a way to lay it out with some of its words changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

DOMAIN = """\
<negotiation_template number_of_sessions="1">
  <agent name="Upper" class="some.Class" utility_space="up.xml"/>
  <utility_space number_of_issues="3">
    <objective index="0" etype="objective" type="objective" description="" name="River">
      <issue index="1" etype="discrete" type="discrete" vtype="discrete" name="Water in May">
        <item index="1" value="none" description="no water" cost="0"/>
        <item index="2" value="half of it"/>
        <item index="3" value="all"/>
      </issue>
      <issue index="2" name="Canal">
        <item index="1" value="shut"/>
        <item index="2" value="open &amp; dredged"/>
      </issue>
      <issue index="3" name="Fee, in $">
        <item index="1" value="100"/>
        <item index="2" value="100+"/>
      </issue>
    </objective>
  </utility_space>
</negotiation_template>
"""

UP = """\
<utility_space>
  <objective index="0" name="River">
    <weight index="1" value="0.5"/>
    <weight index="2" value="0.2"/>
    <weight index="3" value="0.1"/>
    <issue index="1" name="Water in May">
      <item index="1" value="none" evaluation="9"/>
      <item index="2" value="half of it" evaluation="4"/>
      <item index="3" value="all" evaluation="0"/>
      <similarity_function weight="0.2">
        <criteria_function weight="1">
          <item index="1" value="none" evaluation="0.5"/>
          <item index="4" value="more than all" evaluation="1"/>
        </criteria_function>
      </similarity_function>
    </issue>
    <issue index="2" name="Canal">
      <item index="1" value="shut" evaluation="1"/>
      <item index="2" value="open &amp; dredged" evaluation="3"/>
    </issue>
    <issue index="3" name="Fee, in $">
      <item index="1" value="100" evaluation="0"/>
      <item index="2" value="100+" evaluation="0"/>
    </issue>
  </objective>
  <discount_factor value="0.9"/>
  <reservation value="0.25"/>
</utility_space>
"""

DOWN = """\
<utility_space>
  <objective index="0" name="River">
    <issue index="1" name="Water in May">
      <item index="1" value="none" evaluation="0"/>
      <item index="2" value="half of it" evaluation="0.5"/>
      <item index="3" value="all" evaluation="1"/>
    </issue>
    <issue index="2" name="Canal">
      <item index="2" value="open &amp; dredged" evaluation="1e-1"/>
      <item index="1" value="shut" evaluation="2E+0"/>
    </issue>
    <issue index="3" name="Fee, in $">
      <item index="1" value="100" evaluation="5"/>
      <item index="2" value="100+" evaluation="1"/>
    </issue>
    <weight index="1" value="3"/>
    <weight index="2" value="1.5"/>
    <weight index="3" value="0.5"/>
  </objective>
</utility_space>
"""

FILES = {"river.xml": DOMAIN, "up.xml": UP, "down.xml": DOWN}

BOX_DOMAIN = """\
<negotiation_template><utility_space><objective name="root">
  <issue index="1" name="a" type="integer" lowerbound="0" upperbound="3"/>
  <issue index="2" name="b" type="integer"><range lowerbound="-1" upperbound="1"/></issue>
  <issue index="3" name="c"><item value="10"/><item value="20"/></issue>
</objective></utility_space></negotiation_template>
"""

BOXES = """\
<utility_space type="nonlinear"><objective name="root">
  <issue index="1" name="a" type="integer" lowerbound="0" upperbound="3"/>
  <issue index="2" name="b" type="integer" lowerbound="-1" upperbound="1"/>
  <issue index="3" name="c"/>
  <utility maxutility="40">
    <ufun type="PlainUfun" weight="1" aggregation="sum">
      <hyperRectangle utility="7">
        <INCLUDES index="1" min="1" max="2"/><INCLUDES index="2" min="0" max="9"/></hyperRectangle>
      <hyperRectangle utility="5" weight="2"><INCLUDES index="3" min="15" max="25"/></hyperRectangle>
      <hyperRectangle utility="3">
        <EXCLUDES index="1" min="0" max="0"/><EXCLUDES index="3" min="10" max="10"/></hyperRectangle>
      <hyperRectangle utility="2"/>
      <hyperRectangle utility="1"><INCLUDES index="1" min="7" max="9"/></hyperRectangle>
      <hyperRectangle utility="4"><EXCLUDES index="1" min="7" max="9"/></hyperRectangle>
      <hyperRectangle utility="6"><EXCLUDES index="1" min="0" max="3"/></hyperRectangle>
      <hyperRectangle utility="0"><INCLUDES index="1" min="0" max="0"/></hyperRectangle>
      <hyperRectangle utility="8"><EXCLUDES index="2" min="-1" max="0"/></hyperRectangle>
      <hyperRectangle utility="9">
        <INCLUDES index="1" min="0" max="2"/><INCLUDES index="1" min="2" max="3"/></hyperRectangle>
    </ufun>
    <ufun weight="0.5"><ufun weight="3">
      <hyperRectangle utility="-2">
        <INCLUDES index="2" min="0" max="0"/><INCLUDES index="3" min="10" max="10"/></hyperRectangle>
    </ufun></ufun>
  </utility>
</objective><reservation value="0.1"/></utility_space>
"""


def lay_out(folder: Path, files: Mapping[str, str | bytes] = FILES, **changes: tuple[str, str]) -> Path:
    """Write files into a folder; ``changes`` replace words, by the name of the file without its ending."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        stem = name.partition(".")[0]
        if isinstance(content, str):
            text = content
            if stem in changes:
                old, new = changes[stem]
                assert old in text, f"{old!r} does not stand in {name}"
                text = text.replace(old, new)
            (folder / name).write_text(text, encoding="utf-8")
        else:
            (folder / name).write_bytes(content)
    return folder
