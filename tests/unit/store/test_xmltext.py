"""XML from strangers: read with its lines, or refused in words."""

from __future__ import annotations

import pytest

from goodoffices.store import xmltext
from goodoffices.store.xmltext import MAX_DEPTH, XmlError, looks_like_xml, read_xml

BOMB = """\
<?xml version="1.0"?>
<!DOCTYPE lolz [
  <!ENTITY lol "lol">
  <!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
]>
<utility_space>&lol2;</utility_space>
"""
OUTSIDE = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]><x y="&file;"/>'


def test_elements_keep_their_order_and_their_lines() -> None:
    """Names in lower case, values as they are, entities of XML itself in their letters."""
    root = read_xml(b'<A>\n <b Value="1 &amp; 2"/>\n <c/>\n\n <b\n  value="&#233;"/> words</A>')
    assert (root.tag, root.line) == ("a", 1)
    assert [(child.tag, child.line) for child in root.children] == [("b", 2), ("c", 3), ("b", 5)]
    assert [child.attributes["value"] for child in root.every("b")] == ["1 & 2", "é"]
    assert root.first("c") is root.children[1]
    assert root.first("d") is None


@pytest.mark.parametrize(
    "data",
    [
        "<a x='é'/>".encode(),
        b"\xef\xbb\xbf" + "<a x='é'/>".encode(),
        "<a x='é'/>".encode("utf-16"),
        "<a x='é'/>".encode("utf-16-le"),
        "<a x='é'/>".encode("utf-16-be"),
        "<?xml version='1.0' encoding='ISO-8859-1'?><a x='é'/>".encode("latin-1"),
        "\n\n<?xml version='1.0' encoding=\"UTF8\"?>\n<a x='é'/>".encode(),
        "<?xml version='1.0' encoding='UTF-16'?><a x='é'/>".encode(),
        "<a x='é'/>".encode("cp1252"),
        "<?xml version='1.0' encoding='utf-8'?><a x='é'/>".encode("cp1252"),
        "<?xml version='1.0' encoding='US-ASCII' ?><a x='é'/>".encode("cp1252"),
    ],
)
def test_the_encoding_is_the_declared_one_and_mistakes_in_it_are_forgiven(data: bytes) -> None:
    """A declaration that does not hold, blank lines before it, bytes of an older program."""
    assert read_xml(data).attributes["x"] == "é"


def test_lines_count_from_the_top_whatever_stands_before_the_declaration() -> None:
    """The declaration is taken away, its lines are not."""
    assert read_xml(b"\n\n<?xml version='1.0'\n encoding='latin-1'?>\n<a/>").line == 5


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", 1, "no element found"),
        (b"<a>\n<b>\n</a>", 3, "mismatched tag"),
        (b"<a>\n<b x=1/></a>", 2, "not well-formed"),
        (b"<a/>\n<b/>", 2, "junk after document element"),
        (b"<a x='1' x='2'/>", 1, "duplicate attribute"),
        (b"<a>\n\x00</a>", 2, "not well-formed"),
        (b"<a>\n\n&lol;</a>", 3, "undefined entity"),
        (
            b"<?xml version='1.0' encoding='punycode'?><a/>",
            1,
            "found the encoding 'punycode', expected one such as UTF-8",
        ),
        (b"<?xml version='1.0' encoding='none-such'?><a/>", 1, "found the encoding 'none-such'"),
        (b"<?xml version='1.0' encoding='hex'?><a/>", 1, "found the encoding 'hex'"),
        (BOMB.encode(), 2, r"found a document type \(<!DOCTYPE lolz>\), expected none; delete it"),
        (OUTSIDE.encode(), 1, r"found a document type \(<!DOCTYPE x>\), expected none"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>', 1, r"found a document type \(<!DOCTYPE a>\)"),
        (b"\n" * 3 + b"<a>\n" * (MAX_DEPTH + 1), 44, f"found elements more than {MAX_DEPTH} deep"),
    ],
)
def test_what_is_no_plain_xml_is_refused_at_its_line(data: bytes, line: int, said: str) -> None:
    """In words, with what was found and what to do."""
    with pytest.raises(XmlError, match=said) as caught:
        read_xml(data)
    assert caught.value.line == line


def test_elements_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small each of them is."""
    monkeypatch.setattr(xmltext, "MAX_ELEMENTS", 50)
    assert len(read_xml(b"<a>" + b"<b/>" * 49 + b"</a>").children) == 49
    with pytest.raises(XmlError, match="found more than 50 elements"):
        read_xml(b"<a>" + b"<b/>" * 50 + b"</a>")


@pytest.mark.parametrize(
    ("data", "meant"),
    [
        (b"\xef\xbb\xbf \n<a", True),
        ("<a/>".encode("utf-16"), True),
        (b"utility_space><issue/></utility_space>", True),
        ("negotiation_template".encode("utf-16"), True),
        (b"0.67, 1.0\n0.68, 0.93\n", False),
        (b"", False),
        (b"\xff\xfe\x00\x01", False),
    ],
)
def test_what_is_meant_as_xml_is_told_from_what_is_not(data: bytes, meant: bool) -> None:  # noqa: FBT001 - a case
    """By its first letter, or by an element that only a domain has."""
    assert looks_like_xml(data) == meant
