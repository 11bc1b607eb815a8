"""Words within quotation marks: of any style, nested, running over paragraphs, never closed, or merely a phrase."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from goodoffices.record.inflecting import verb_forms
from goodoffices.record.lexicon import Lexicon
from goodoffices.record.parts import Block, Layout, Quoted, Sentence, Span

__all__ = ["find_quotes"]

_READ = frozenset({"paragraph", "caption"})
# Each opening mark with those that may close it.
_CLOSES = {
    "“": '”"', "”": "”", "„": '“”"', "‟": '”"', '"': '"”', "″": "″", "«": "»", "»": "«", "‹": "›", "›": "‹",
    "‘": "’'", "‚": "‘’'", "‛": "’'", "'": "'’", "``": ("``", "''", '"'),
}  # fmt: skip
_APOSTROPHES = frozenset("'’‘")
# Two strokes in typewriter style; and the single marks.
_MARK = re.compile("``|''|[" + "".join(mark for mark in _CLOSES if len(mark) == 1) + "’]")
_BEFORE_OPENING = frozenset("([{—–-/“‘\"'«„‚*_:>…")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–-/”’\"'»*_…[")
_ENDS_SPEECH = frozenset(".,!?…")
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_SCARE_WORDS = 4
_NAME_WORDS = 8
_DEEPEST = 8


def find_quotes(layout: Layout, sentences: tuple[Sentence, ...], lexicon: Lexicon) -> tuple[Quoted, ...]:
    """Find quotations, outermost only, in the order of the text.

    None crosses a block: of a quotation that runs over paragraphs, each with an opening mark and only the last with a
    closing one, every paragraph has its part. A mark that is never closed is taken to reach to the end of its sentence.

    Parameters
    ----------
    layout
        Paragraphs and captions are read.
    sentences
        Of the layout.
    lexicon
        Its topics ``quotes`` and ``grammar``.

    Examples
    --------
    >>> from goodoffices.store.lexicons import read_lexicon
    >>> text = "It is the women's “peace,” he said, 'and it will not be sold.'"
    >>> layout = Layout(text, (Block(Span(0, len(text)), "paragraph"),))
    >>> found = find_quotes(layout, (Sentence(Span(0, len(text)), 0),), read_lexicon())
    >>> [(layout.of(quoted.span), quoted.scare) for quoted in found]
    [('peace,', False), ('and it will not be sold.', False)]
    """
    around = _around(lexicon)
    starts = [sentence.span.start for sentence in sentences]
    read = [block for block in layout.blocks if block.kind in _READ]
    found: list[Quoted] = []
    for number, block in enumerate(read):
        following = next((one for one in read[number + 1 :] if one.kind == block.kind), None)
        pairs = [*_Marks(layout.text, block.span, around.clipped).pairs()]
        for pair, later in zip_longest(pairs, pairs[1:]):
            at = bisect_right(starts, pair.start) - 1
            sentence = sentences[at].span if at >= 0 else block.span
            outer = _extent(layout.text, pair, block, following, sentence)
            outer = Span(outer.start, min(outer.end, later.start if later else outer.end))
            span = _inside(layout.text, outer, pair)
            if span is not None:
                found.append(Quoted(span, outer, _is_scare(layout.text, span, outer, sentence, around)))
    return tuple(found)


@dataclass(frozen=True)
class _Pair:
    """Where an opening mark stands, and what comes after its closing one if it has one."""

    start: int
    end: int | None
    mark: str


class _Marks:
    """Pairs the marks of one block."""

    def __init__(self, text: str, block: Span, clipped: frozenset[str]) -> None:
        self.text, self.block, self.clipped = text, block, clipped
        self.marks = {match.start(): match.group() for match in _MARK.finditer(text, block.start, block.end)}
        self.at = list(self.marks)
        singles = (at for at, mark in self.marks.items() if mark in _APOSTROPHES and self._may_close(at))
        self.last_single = max(singles, default=-1)

    def pairs(self) -> Iterator[_Pair]:
        """Pair the marks, outermost only."""
        opened: list[int] = []
        for number, at in enumerate(self.at):
            depth = self._closed_by(at, opened)
            if depth is not None:
                if self._is_plural(number, opened[depth]):
                    continue
                start = opened[depth]
                del opened[depth:]
                if not opened:
                    yield _Pair(start, at + len(self.marks[at]), self.marks[start])
            elif self._may_open(at):
                if opened and self.marks[opened[-1]] == self.marks[at] and not self._is_within(number, opened[-1]):
                    # The mark before this one was never closed.
                    start = opened.pop()
                    if not opened:
                        yield _Pair(start, None, self.marks[start])
                if len(opened) < _DEEPEST:
                    opened.append(at)
        if opened:
            yield _Pair(opened[0], None, self.marks[opened[0]])

    def _is_within(self, number: int, opening: int) -> bool:
        """Say whether a mark opens a quotation within one of the same marks: as many close as were opened."""
        mark = self.marks[opening]
        if mark not in {"“", "«", "„"}:
            return False
        depth = 2
        for later in self.at[number + 1 :]:
            if self.marks[later] == mark:
                return False
            depth -= self.marks[later] in _CLOSES[mark]
            if not depth:
                return True
        return False

    def _near(self, at: int) -> tuple[str, str]:
        before = self.text[at - 1] if at > self.block.start else " "
        end = at + len(self.marks[at])
        after = self.text[end] if end < self.block.end else " "
        return before, after

    def _may_open(self, at: int) -> bool:
        mark = self.marks[at]
        before, after = self._near(at)
        if mark not in _CLOSES or after.isspace():
            return mark in "«„“" and after in "\u00a0\u202f "
        if not (before.isspace() or before in _BEFORE_OPENING):
            # A blank was lost, as in: he said“We know
            return mark in "“«„" and before != "“"
        return mark not in _APOSTROPHES or (
            not self._is_clipped(at) and (at < self.last_single or at == self.block.start)
        )

    def _is_clipped(self, at: int) -> bool:
        """Say whether a single mark stands for letters left out, as in 'tis and '90s."""
        word = _WORD.match(self.text, at + 1, self.block.end)
        if word is None:
            return False
        return word.group().lower() in self.clipped or bool(re.fullmatch(r"\d\d(?:s|er)?", word.group()))

    def _may_close(self, at: int) -> bool:
        before, after = self._near(at)
        mark = self.marks[at]
        if mark not in {"'", '"', "’", "″", "``"}:
            return True
        if before.isspace():
            return False
        # Within a word it is an apostrophe; a double mark may have lost the blank after it.
        return after.isspace() or after in _AFTER_CLOSING or (mark in {'"', "″", "``"} and not self._may_open(at))

    def _closed_by(self, at: int, opened: list[int]) -> int | None:
        """Say which open quotation a mark closes, the innermost first."""
        if not self._may_close(at):
            return None
        for depth in range(len(opened) - 1, -1, -1):
            if self.marks[at] in _CLOSES[self.marks[opened[depth]]]:
                return depth
        return None

    def _is_plural(self, number: int, opening: int) -> bool:
        """Say whether a single mark is that of "the workers' rights" within a quotation that closes later."""
        at = self.at[number]
        if self.marks[at] not in _APOSTROPHES or self.marks[opening] not in {"'", "‘", "‚", "‛"}:
            return False
        if not re.match(r"s[’']\s+[a-z]", self.text[at - 1 : at + 12]):
            return False
        for later in self.at[number + 1 :]:
            if self.marks[later] in _APOSTROPHES and self._may_close(later):
                return self.text[later - 1] in _ENDS_SPEECH or self._near(later)[1] in _ENDS_SPEECH
            if self.marks[later] in {"'", "‘"} and self._may_open(later):
                return False
        return False


def _extent(text: str, pair: _Pair, block: Block, following: Block | None, sentence: Span) -> Span:
    """Say how far a quotation reaches, its marks included."""
    if pair.end is not None:
        return Span(pair.start, pair.end)
    runs_on = following is not None and text.startswith(pair.mark, following.span.start)
    return Span(
        pair.start, block.span.end if runs_on else max(min(sentence.end, block.span.end), pair.start + len(pair.mark))
    )


def _inside(text: str, outer: Span, pair: _Pair) -> Span | None:
    closing = 0 if pair.end is None else len(pair.mark)
    start, end = outer.start + len(pair.mark), outer.end - closing
    words = text[start:end]
    if not words.strip():
        return None
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


@dataclass(frozen=True)
class _Around:
    """Word lists, ready for use."""

    naming: re.Pattern[str]
    spoken_before: re.Pattern[str]
    spoken_after: re.Pattern[str]
    small: frozenset[str]
    clipped: frozenset[str]


@lru_cache(maxsize=8)
def _around(lexicon: Lexicon) -> _Around:
    irregular, doubling = lexicon.table("grammar", "irregular"), frozenset(lexicon.words("grammar", "doubling"))
    forms = {form for verb in lexicon.words("quotes", "spoken") for form, _ in verb_forms(verb, irregular, doubling)}
    spoken = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
    naming = "|".join(map(re.escape, lexicon.words("quotes", "naming")))
    return _Around(
        naming=re.compile(rf"\b(?:{naming})(?:\s+(?:the|an?))?[\s,:]*\Z"),
        spoken_before=re.compile(
            rf"\b(?:{spoken})(?:\s+(?:it|him|her|them|only|simply|that|as)){{0,2}}[\s,:]*\Z", re.IGNORECASE
        ),
        # Up to five words, such as a name or an office, then the verb; or the verb first.
        spoken_after=re.compile(rf"[\s,]*(?:[\w.’'-]+\s+){{0,5}}?(?:{spoken})\b"),
        small=frozenset(lexicon.words("quotes", "small")),
        clipped=frozenset(lexicon.words("quotes", "clipped")),
    )


def _is_scare(text: str, span: Span, outer: Span, sentence: Span, around: _Around) -> bool:
    """Say whether a quotation is a name, a title or a phrase that nobody is said to have spoken."""
    words = _WORD.findall(text, span.start, span.end)
    before = text[max(sentence.start, outer.start - 60) : outer.start]
    if len(words) < _NAME_WORDS and around.naming.search(before):
        return True
    ends = text[span.end - 1] in _ENDS_SPEECH
    if (
        not ends
        and len(words) > 1
        and all(word[0].isupper() or word[0].isdigit() or word in around.small for word in words)
    ):
        return True
    if len(words) >= _SCARE_WORDS:
        return False
    if around.spoken_before.search(before):
        return False
    return not (ends and around.spoken_after.match(text, outer.end, outer.end + 80))
