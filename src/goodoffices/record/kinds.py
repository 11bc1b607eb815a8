"""What a stretch of a document is for: to be read, to head what follows, to stand below a picture, or no use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from goodoffices.case.anchoring import Span
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import BlockKind
from goodoffices.record.phrases import any_of, listed

__all__ = ["Stretch", "kinds_of", "statement_title", "top_of"]

_TERMINAL = re.compile(r"(?:[.!?…]|[.!?…]\[\d{1,3}\])[\"'”’»)\]*_]*$|[:;,]$|[;,]\s+(?:and|or)$|\s[-–—]+$")
_ITEM = re.compile(r"(?:[•●○◦▪■‣⁃∙·►➢*+–—-]|\d{1,3}[.)]|\(\w{1,4}\)|[a-z]\))\s+\S")
_LINK = re.compile(
    r"!?\[(?P<words>[^\]\n]{0,300})\]\([^)\n]{0,2000}\)|<?(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,64}\.\w+"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>")
# Where a reader is in a site: Home / World / Africa.
_TRAIL = re.compile(r"\s[/›»>|]\s")
_MARKS = re.compile(r"^[\s#>*_\\]+|[\s*_#\\]+$")
_BRACKETED = re.compile(r"\((?P<words>[^()]{1,40})\)")
_LETTERS = re.compile(r"[^\W\d_]")
# Words in a heading are mostly capitalised, or it is short.
_SHORT_HEADING = 8
_LONGEST_HEADING = 30
_LEAST_PARAGRAPH = 12
_LONGEST_BOILERPLATE = 45
_LONGEST_NAVIGATION = 12


@dataclass(frozen=True)
class Stretch:
    """A stretch of a text, and what it looks like."""

    text: str
    span: Span

    @cached_property
    def words(self) -> str:
        """The words without the marks of Markdown around them."""
        return _MARKS.sub("", self.text[self.span.start : self.span.end])

    @cached_property
    def plain(self) -> str:
        """The words without tags, and without the addresses of links."""
        if "<" not in self.words and "](" not in self.words:
            return self.words
        return _MARKS.sub("", _LINK.sub(lambda link: link["words"] or "", _TAG.sub(" ", self.words)))

    @cached_property
    def count(self) -> int:
        """How many words there are."""
        return len(self.plain.split())

    @cached_property
    def terminated(self) -> bool:
        """True if it ends as a sentence does, or goes on in the next stretch."""
        return bool(_TERMINAL.search(self.plain[-12:]))

    @cached_property
    def marked(self) -> bool:
        """True if Markdown marks it as a heading."""
        raw = self.text[self.span.start : self.span.end]
        bold = raw.startswith("**") and raw.endswith("**") and "**" not in raw[2:-2]
        return raw.startswith("#") or (bold and not self.terminated)

    @cached_property
    def item(self) -> bool:
        """True if it is one of a list."""
        return bool(_ITEM.match(self.text, self.span.start, self.span.end)) and not self.marked

    @cached_property
    def shouted(self) -> bool:
        """True if it is in capitals."""
        return self.plain.isupper() and self.count > 1

    @property
    def paragraph(self) -> bool:
        """True if it can only be a paragraph."""
        return self.terminated and self.count >= _LEAST_PARAGRAPH and not self.marked


def top_of(found: Sequence[Stretch]) -> int:
    """Say how many stretches stand before the first paragraph."""
    return next((at for at, one in enumerate(found) if one.paragraph), len(found))


def kinds_of(found: Sequence[Stretch], lexicon: Lexicon) -> list[BlockKind]:
    """Say what each stretch is for.

    Parameters
    ----------
    found
        All stretches of a text after its front matter, in order.

    Returns
    -------
    list of str
        One of the kinds of `Block` for each stretch.
    """
    longer = [one for one in found if one.count >= _LEAST_PARAGRAPH]
    punctuated = sum(one.terminated for one in longer) * 4 >= len(longer)
    top = top_of(found)
    unread = list(_unread(found, lexicon))
    kinds: list[BlockKind] = []
    for at, one in enumerate(found):
        if unread[at]:
            kinds.append("boilerplate")
        elif _is_caption(one, lexicon) or (at >= top and _pictured(one, lexicon)):
            kinds.append("caption")
        elif one.marked or (one.shouted and not one.terminated and one.count <= _LONGEST_HEADING):
            kinds.append("heading")
        elif one.terminated or (one.item and at >= top):
            kinds.append("paragraph")
        else:
            kinds.append(_unterminated(one, above=at < top, punctuated=punctuated))
    return kinds


def _unterminated(one: Stretch, *, above: bool, punctuated: bool) -> BlockKind:
    capitals = [word for word in one.plain.split() if len(word) > 3]
    titled = bool(capitals) and sum(word[0].isupper() for word in capitals) * 3 >= 2 * len(capitals)
    longest = _LONGEST_HEADING if titled or (above and punctuated) else _SHORT_HEADING
    if one.count <= longest:
        return "heading"
    return "caption" if punctuated else "paragraph"


def _unread(found: Sequence[Stretch], lexicon: Lexicon) -> Iterator[bool]:
    """Tell of each stretch whether it is boilerplate, on its own or in the tail of a text."""
    tails = listed(lexicon, "layout", "tails", r"{}\W*$")
    tail = False
    for one in found:
        if one.count <= 6 and tails.match(one.plain):
            tail = True
        elif one.paragraph or one.item:
            tail = False
        yield tail or _is_boilerplate(one, lexicon)


def _is_boilerplate(one: Stretch, lexicon: Lexicon) -> bool:
    if not _LETTERS.search(one.plain) or one.plain.startswith("|"):
        return True
    if one.count > _LONGEST_BOILERPLATE:
        return False
    return _is_navigation(one, lexicon) or _is_notice(one, lexicon)


def _is_navigation(one: Stretch, lexicon: Lexicon) -> bool:
    """Tell whether a stretch is made of links, buttons or the trail of a page."""
    bare = _TAG.sub("", _LINK.sub("", one.words))
    if len(bare) < len(one.words) and len(_LETTERS.findall(bare)) < 12:
        return True
    if one.count > _LONGEST_NAVIGATION:
        return False
    if not one.terminated and (len(bare) < len(one.words) or len(_TRAIL.findall(one.plain)) > 1):
        return True
    return all(word in _buttons(lexicon) for word in re.findall(r"[\w-]+", one.plain.lower()))


def _is_notice(one: Stretch, lexicon: Lexicon) -> bool:
    """Tell whether a stretch says what readers may do, or who holds the rights."""
    start = listed(lexicon, "layout", "boilerplate_starts", r"{}(?!\w)").match(one.plain.lstrip("\"'“‘([*_"))
    if start and (" " in start.group() or one.count <= 6 or not start.group()[-1].isalpha()):
        return True
    return listed(lexicon, "layout", "boilerplate_holds", r"{}(?!\w)").search(one.plain) is not None


@lru_cache(maxsize=8)
def _buttons(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.words("layout", "buttons"))


def _is_caption(one: Stretch, lexicon: Lexicon) -> bool:
    """Tell whether a stretch stands below a picture."""
    if listed(lexicon, "layout", "caption_starts", r"\W*{}").match(one.plain):
        return True
    if one.terminated and one.count > _LONGEST_BOILERPLATE:
        return False
    places = listed(lexicon, "layout", "caption_places", r"{}$")
    bracketed = any(places.match(match["words"].strip()) for match in _BRACKETED.finditer(one.plain))
    credited = listed(lexicon, "layout", "caption_credits", r"{}").search(one.plain)
    if bracketed or credited:
        return True
    if one.terminated or one.count <= _SHORT_HEADING or one.marked:
        return False
    return bool(listed(lexicon, "layout", "caption_phrases", r"\b{}\b").search(one.plain))


def _pictured(one: Stretch, lexicon: Lexicon) -> bool:
    """Tell whether somebody named with a capital does what people in pictures do, and no full stop follows."""
    if one.terminated or one.count <= _SHORT_HEADING or one.marked or not one.plain[0].isupper():
        return False
    return listed(lexicon, "layout", "caption_verbs", r"[^.,;:]{2,80}?\s{}\s").match(one.plain) is not None


def statement_title(words: str, lexicon: Lexicon) -> bool:
    """Tell whether a title says that the document is somebody's own statement.

    Examples
    --------
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> statement_title("Joint statement by the two ministers", read_lexicon())
    True
    >>> statement_title("Statement angers the opposition", read_lexicon())
    False
    """
    return bool(_statement_title(lexicon).match(words.replace("\\_", " ")))


@lru_cache(maxsize=8)
def _statement_title(lexicon: Lexicon) -> re.Pattern[str]:
    before, titles, after = (
        any_of(lexicon.words("layout", f"statement_{name}")) for name in ("before", "titles", "after")
    )
    ends = rf"\W*$|\W*(?:[:—–,\d(\n]|no\b|n°)|\s+{after}\b"
    pattern = rf"\W*(?:(?:{before}|and|\d+\w*)\W+)*{titles}(?:\W+(?:and|or)\W+{titles})?(?:{ends})"
    return re.compile(pattern, re.IGNORECASE)
