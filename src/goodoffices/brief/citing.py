"""Numbers for sources, judgements and computed results, in the order in which a brief first needs them."""

from __future__ import annotations

from collections.abc import Mapping

from goodoffices.brief.blocks import Basis, Cell, Mark, Note, Sentence, plain
from goodoffices.brief.filtering import HIDDEN
from goodoffices.case import Case, Citation, Judgement, Locator, Pinpoint, Quote, Source, locate
from goodoffices.errors import QuoteError
from goodoffices.wording import date_text, join_words

__all__ = ["Ledger", "reference"]

_TYPES = {"article-newspaper": "newspaper article", "article-journal": "journal article"}
_WHOLE = {"whole", "the whole", "passim"}


class Ledger:
    """Keeps count of what the sentences of one brief point to.

    Parameters
    ----------
    case
        Whose sources are cited.
    texts
        The texts that are here: a quotation is shown as the paragraph in which it stands, never as its words.
    """

    def __init__(self, case: Case, texts: Mapping[str, str]) -> None:
        self.case, self.texts = case, texts
        self._sources: dict[str, int] = {}
        self._judgements: dict[str, int] = {}
        self._results: dict[str, tuple[int, Cell]] = {}

    def marks(self, *citations: Citation | None) -> tuple[Mark, ...]:
        """Return the marks of citations: first sources with the places in them, then judgements."""
        places: dict[str, list[str]] = {}
        reasons: dict[str, None] = {}
        for citation in citations:
            for source, anchor in citation.anchors() if citation else ():
                if isinstance(anchor, Judgement):
                    reasons[anchor.reason] = None
                else:
                    places.setdefault(source, []).append(self._place(source, anchor))
        found = [Mark(self._number(source), _joined(where)) for source, where in places.items()]
        for reason in reasons:
            number = self._judgements.setdefault(reason, len(self._judgements) + 1)
            found.append(Mark(f"J{number}"))
        return tuple(found)

    def _number(self, source: str) -> str:
        return str(self._sources.setdefault(source, len(self._sources) + 1))

    def _place(self, source: str, anchor: Quote | Locator | Pinpoint) -> str:
        entry = self.case.sources.get(source)
        if entry is not None and entry.title == f"A source {HIDDEN}":
            return ""
        if isinstance(anchor, Pinpoint):
            return "" if anchor.at.casefold() in _WHOLE else anchor.at
        if isinstance(anchor, Locator):
            return f"para. {anchor.para}"
        if source not in self.texts:
            return ""
        try:
            return f"para. {locate(self.texts[source], anchor).para}"
        except QuoteError:
            return ""

    def cited(self, text: str, *citations: Citation | None, lead: str = "") -> Sentence:
        """Make a sentence that rests on citations, or on the analyst's judgement where no source is named."""
        marks = self.marks(*citations)
        return Sentence(text, _basis(marks), marks, lead)

    def result(self, key: str, sentences: Cell) -> Mark:
        """Give a computed result, told once under its key, its number."""
        number, _ = self._results.setdefault(key, (len(self._results) + 1, sentences))
        return Mark(f"C{number}")

    def results(self) -> tuple[Note, ...]:
        """Return the computed results that were pointed to."""
        return tuple(Note(Mark(f"C{number}"), sentences) for number, sentences in self._results.values())

    def judgements(self) -> tuple[Note, ...]:
        """Return the analyst's reasons that were pointed to."""
        return tuple(
            Note(Mark(f"J{number}"), (Sentence(_stopped(reason), "judgement"),))
            for reason, number in self._judgements.items()
        )

    def references(self) -> tuple[Note, ...]:
        """Return the sources that were pointed to."""
        return tuple(
            Note(Mark(str(number)), (Sentence(reference(self.case.sources.get(name), name), "cited"),))
            for name, number in self._sources.items()
        )

    @property
    def not_cited(self) -> int:
        """How many sources of the case nothing in the brief points to."""
        return len(set(self.case.sources) - set(self._sources))


def _basis(marks: tuple[Mark, ...]) -> Basis:
    return "cited" if any(mark.label[0] != "J" for mark in marks) else "judgement"


def _joined(places: list[str]) -> str:
    """Put the places in one source together: ``paras 5 and 6``."""
    distinct = list(dict.fromkeys(filter(None, places)))
    numbers = [int(place[6:]) for place in distinct if place.startswith("para. ") and place[6:].isdigit()]
    others = [place for place in distinct if not (place.startswith("para. ") and place[6:].isdigit())]
    if len(numbers) > 1:
        return "; ".join([f"paras {join_words([str(one) for one in sorted(numbers)])}", *others])
    return "; ".join(distinct)


def _stopped(text: str) -> str:
    clean = plain(text)
    return clean if clean.endswith((".", "!", "?", "…")) else f"{clean}."


def reference(source: Source | None, name: str) -> str:
    """Write a source as author, date and title, with its reliability.

    Examples
    --------
    >>> armistice = Source(type="treaty", title="Armistice Agreement", issued="1953-07-27", reliability="news")
    >>> reference(armistice, "armistice")
    'Armistice Agreement (27 July 1953). Reliability: news.'
    """
    if source is None:
        return f"{name}, which the case does not describe."
    authors = [one.literal or ", ".join(filter(None, (one.family, one.given))) for one in source.author]
    when = f"({date_text(str(source.issued))})" if source.issued else "(no date)"
    title = source.title or f"Untitled {_TYPES.get(source.type, source.type.replace('_', ' '))}"
    head = f"{join_words(authors)} {when}. {title}." if authors else f"{title} {when}."
    volume = f"{source.volume or ''}{f'({source.issue})' if source.issue else ''}"
    where = ", ".join(filter(None, (source.container_title, volume, _pages(source.page))))
    parts = [head, where, *_publication(source)]
    parts.append(f"Reliability: {source.reliability.replace('-', ' ')}")
    return " ".join(_stopped(str(part)) for part in parts if part)


def _pages(page: object) -> str:
    sign = "pp." if "-" in str(page) or "–" in str(page) else "p."
    return f"{sign} {page}" if page else ""


def _publication(source: Source) -> list[str | None]:
    number = str(source.number) if source.number else ""
    return [
        "" if number and source.title and number in source.title else number,
        f"Version {source.version}" if source.version else "",
        source.publisher,
        ", ".join(filter(None, (source.event_title, source.event_place))),
        source.DOI and f"doi:{source.DOI}",
        source.URL,
        source.genre and source.genre.capitalize(),
        source.note,
    ]
