"""Hostile values in every field of every form: a refusal in words, or words shown as words; never a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes, urlencode
from zlib import crc32

import httpx
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from markupsafe import escape
from starlette.datastructures import FormData
from starlette.routing import Route
from tests.shell.rooms_table import FOUR_WORDS, ORIGIN, Seat, Table, forms_of, set_table
from tests.shell.test_rooms_http import furnish

from goodoffices.errors import GoodOfficesError
from goodoffices.store.journal import Strength, persons
from goodoffices.store.journal import tables as t
from goodoffices.talks import verify_minutes
from goodoffices.talks.rights import RIGHTS
from goodoffices.web import rooms
from goodoffices.web.rooms.forms import BUILDERS, Filled
from goodoffices.web.rooms.guard import HEADERS, form_token
from goodoffices.web.rooms.pacing import Pace
from goodoffices.web.rooms.policy import KINDS, PAGE_OF, PAGES

TYPE = "application/x-www-form-urlencoded"
DOORS = {
    "/enter": ("token", "name", "passphrase", "again"),
    "/log-in": ("room", "group", "name", "passphrase"),
    "/recover": ("room", "group", "name", "recovery_key", "passphrase"),
}
INSIDE = {
    "/people/invite": ("place",),
    "/people/withdraw": ("invitation",),
    "/people/give-key": ("person",),
    "/people/passphrase": ("passphrase", "new", "again"),
    "/people/recovery-key": ("passphrase",),
    "/hand-over": ("passphrase",),
    "/what-if": ("south/tests/halt", "x"),
    "/order": ("ask", "goal-tests", "by-tests", "days-tests", "after-tests"),
    "/log-out": ("x",),
}
SECRET = {"passphrase", "new", "again", "recovery_key", "form"}
HEAD = {"origin": ORIGIN, "content-type": TYPE}
REFUSED = {200, 303, 400, 401, 403, 404, 409, 429}
MARKUP = b"\"'><script>alert(1)</script><img src=x onerror=alert(2)><!-- ]]> &lt; &"
NASTY = (
    MARKUP,
    b"</textarea></select></title><svg onload=alert(3)>",
    b"' onfocus=alert(4) autofocus x='\" onfocus=alert(5) y=\"",
    b"javascript:alert(6)",
    b"{{7*7}}{% include 'door.html' %}${7*7}%(x)s %s {0.__class__}",
    "\u202eesrever\u202c\u2066isolated\u2069\u200f\u061c".encode(),
    b"nul\x00nul",
    b"\r\nset-cookie: room=stolen\r\nlocation: https://evil.example\r\n\r\n<h1>",
    b"\xed\xa0\x80 half of a pair",
    b"\xff\xfe\xc0\xbc not UTF-8",
    "\ufffe\uffff\U0010ffff\u0085\u2028\ufeff".encode(),
    ("Z" + "\u0301" * 400).encode(),
    b"x" * 301,
    b"y" * 150_000,
    b"' OR 1=1; DROP TABLE people --",
    b"../../../../etc/passwd",
    b"-1",
    b"0.0000001",
    b"1e400",
    b"nan",
    b"8" * 5_000,
    "\u0661\u0662\u00b2".encode(),
    b"0001-01-01T00:00:00+23:59",
    b"9999-12-31T23:59:59.999999-23:59",
    b"2026-03-01T09:00:00",
    b'{"kind": "open-room", "__proto__": [[[[]]]]}',
    b"[[[[[[[[[ open # # #\n# \n|||||\n",
    b"",
    b" \t\xe3\x80\x80\n",
    b"mediator mediator",
    b"0" * 32,
    b"F" * 64,
)
ANYTHING = st.binary(max_size=60) | st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(str.encode)


KNOWN = {
    tag
    for path in (Path(rooms.__file__).parent / "templates").glob("*.html")
    for tag in re.findall(r"<([a-z][a-z0-9]*)", path.read_text("utf-8"))
} | {"mark", "time"}


class Tags(HTMLParser):
    """What a browser would make of a page that is not in a template, or would run, or load from elsewhere."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.strange: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at a tag."""
        goes = [value or "" for name, value in attrs if name in {"href", "src", "action", "formaction"}]
        runs = [name for name, _ in attrs if name.startswith("on") or name in {"style", "autofocus", "srcdoc"}]
        scripts = tag == "script" and not any(one.startswith("/static/rooms.js?") for one in goes)
        if (
            tag not in KNOWN
            or runs
            or scripts
            or not all(one == "" or (one[0] in "/#?" and one[:2] != "//") for one in goes)
        ):
            self.strange.append(f"<{tag} {attrs}>")

    def handle_comment(self, data: str) -> None:
        """There are no comments in a page."""
        self.strange.append(data)


def harmless(answer: httpx.Response, value: bytes, *, secret: bool = False) -> None:
    """Hold an answer against the rules: headers, no fault, no traceback, the value nowhere but as words."""
    text = answer.text
    assert answer.status_code in REFUSED, (answer.status_code, text)
    for name, content in HEADERS.items():
        assert answer.headers[name] == content
    assert "Traceback" not in text
    assert Tags(text).strange == []
    sent = value.decode("utf-8", "replace").strip()
    if "<" in sent and len(sent) > 20:
        assert sent not in text
    if secret and len(sent) > 20:
        assert sent not in text
        assert sent[:20] not in text
    assert answer.headers.get("location", "/").startswith("/")
    assert "evil" not in str(answer.headers)
    assert "stolen" not in str(answer.headers)


def body(fields: list[tuple[str, str]], **poisoned: bytes) -> str:
    """Write a form with the bytes of some fields as they are."""
    kept = [(name, value) for name, value in fields if name not in poisoned]
    return "&".join(
        [urlencode(kept), *(f"{quote_from_bytes(k.encode())}={quote_from_bytes(v)}" for k, v in poisoned.items())]
    )


def some(place: str, start: int, many: int) -> list[bytes]:
    """Return some of the hostile values, others for every place."""
    first = crc32(place.encode()) + start
    return [NASTY[(first + 7 * k) % len(NASTY)] for k in range(many)]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """Set a table with every role, on which there is something of everything."""
    one = set_table(tmp_path_factory.mktemp("hostile"), everybody=True, pace=Pace(at_once=1e6))
    furnish(one)
    yield one
    one.journal.close()


def forgive_all(table: Table) -> None:
    """Forget how often somebody tried, which has tests of its own."""
    with table.journal._ledger.writing() as work:
        work.journal.execute(t.attempts.delete())


class Read(FormData):
    """A form that notes which fields are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, key: Any, default: Any = None) -> Any:
        """Note a field."""
        self.asked.add(str(key))
        return default

    def getlist(self, key: Any) -> list[Any]:
        """Note a field."""
        self.asked.add(str(key))
        return []


def read_of(kind: str, table: Table, who: Seat) -> set[str]:
    """Return the fields that are read off a form."""
    form, keys = Read(), table.journal.identity.open(who.token)
    with suppress(GoodOfficesError):
        BUILDERS[kind](Filled(form, who.group, lambda: table.journal.view(keys).room))
    return form.asked | {"passphrase", "key"}


def sender(table: Table, kind: str) -> tuple[Seat, list[tuple[str, str]]]:
    """Return somebody who may send a form, with it as it stands in the page, or empty."""
    # One side alone does not come to an agreement, after which there would be nothing left to send.
    who = next(one for one in table.people.values() if one.role in RIGHTS[KINDS[kind]])
    for form in forms_of(who.get(f"/{PAGE_OF[kind]}").text):
        if form.action == f"/act/{kind}":
            # Nobody is sent away meanwhile, who would be missed.
            return who, [(name, "0" * 32 if name == "person" else value) for name, value in form.fields]
    return who, [("form", form_token(who.token))]


def send(who: Seat, path: str, content: str | bytes, **headers: str) -> httpx.Response:
    """Send bytes as a form."""
    given = {"cookie": f"room={who.token}", "origin": ORIGIN, "content-type": TYPE, **headers}
    return who.client.ask("POST", path, given, content)


def test_every_form_is_here(table: Table) -> None:
    """Whoever adds a route that takes forms has to say which fields it has."""
    taken = {route.path for route in table.app.routes if isinstance(route, Route) and "POST" in (route.methods or ())}
    assert taken <= {*DOORS, *INSIDE, "/act/{kind}"}


@pytest.mark.parametrize("kind", sorted(PAGE_OF))
@settings(max_examples=2, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate])
@given(start=st.integers(0, len(NASTY)), anything=ANYTHING)
@example(start=0, anything=MARKUP)
def test_every_field_of_every_act(table: Table, kind: str, start: int, anything: bytes) -> None:
    """Whatever stands in one field, the answer is a page of the room, and so is the page that the form stood on."""
    who, fields = sender(table, kind)
    names = {name for name, _ in fields} | read_of(kind, table, who)
    for name in sorted(names):
        for value in (anything, *some(f"{kind}/{name}", start, 1)):
            fresh = [(k, crc32(value).to_bytes(4).hex() * 4 if k in {"key", "id"} else v) for k, v in fields]
            harmless(send(who, f"/act/{kind}", body(fresh, **{name: value})), value, secret=name in SECRET)
    harmless(who.get(f"/{PAGE_OF[kind]}"), MARKUP)


@pytest.mark.parametrize("typed", [MARKUP.decode(), "100 %, %s and %(x)s {{7*7}}"])
def test_a_message_quotes_what_was_typed_as_words(tmp_path: Path, typed: str) -> None:
    """A sentence that says what was found in a field holds it escaped, whatever signs of a translation stand in it."""
    table = set_table(tmp_path)
    table.agree_on_rules()
    table.widen()
    nora, maria = table["Nora"], table["Maria"]
    held = [
        nora.post("/act/sound", nora.filled("/soundings", "sound", {"issue": "tests"}, importance=typed)),
        nora.post("/act/sign-wording", nora.filled("/relay", "sign-wording", text="x", hours=typed)),
        maria.post("/act/set-steps", maria.filled("/steps", "set-steps", steps=typed)),
        maria.post("/act/table-text", maria.filled("/text", "table-text", title="x", clauses=typed)),
    ]
    for answer in held:
        assert answer.status_code == 400
        quoted = re.search(r'id="wrong">[^<]*</p>', answer.text)
        assert quoted is not None
        assert str(escape(typed[2:12])) in quoted[0]
        harmless(answer, typed.encode())
    table.journal.close()


@pytest.mark.parametrize("path", sorted(INSIDE))
def test_every_field_of_every_other_form_inside(table: Table, path: str) -> None:
    """Places, invitations, persons, passphrases: what is none is refused in words, and a passphrase is never shown."""
    opens = {route.path: PAGES[route.name] for route in table.app.routes if isinstance(route, Route)}
    who = next(table[name] for name in ("Nora", "Maria") if table[name].role in opens.get(path, PAGES["room"]))
    for name in (*INSIDE[path], "form"):
        base = [("form", form_token(who.token)), ("ask", "order")] if path != "/log-out" else []
        for value in (MARKUP, *some(f"{path}/{name}", 0, 9)):
            forgive_all(table)
            harmless(send(who, path, body(base, **{name: value})), value, secret=name in SECRET)
    assert who.get("/people").status_code == 200


def at_door(table: Table, path: str, content: str | bytes, **headers: str) -> httpx.Response:
    """Send a form of the door from a browser that is nobody's."""
    forgive_all(table)
    return table.client.ask("POST", path, {"origin": ORIGIN, "content-type": TYPE, **headers}, content)


@pytest.mark.parametrize("path", sorted(DOORS))
@settings(max_examples=7, derandomize=True, deadline=None, database=None, phases=[Phase.generate])
@given(anything=ANYTHING)
def test_every_field_of_every_door(table: Table, path: str, anything: bytes) -> None:
    """Nobody comes in with it, and it stands in the page as words, or not at all."""
    token = table.journal.identity.invite(table.journal.identity.open(table["Nora"].token), "north", "member").token
    right = {"token": token, "room": table.room, "group": "north", "name": "Nora"}
    base = [(name, right.get(name, f"none for {path}, of twelve letters")) for name in DOORS[path]]
    for number, name in enumerate(DOORS[path]):
        start = crc32(anything) + number
        for value in (anything, *some(f"{path}/{name}", start, 3)):
            answer = at_door(table, path, body(base, **{name: value}))
            if path == "/enter" and name == "name" and answer.status_code == 200:
                return  # this name can be read aloud
            harmless(answer, value, secret=name in SECRET)
            assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "where", ["/log-in?room={0}&group={0}&name={0}", "/{0}", "/static/{0}", "/?{0}={0}", "/enter?token={0}"]
)
def test_every_address_of_the_door(table: Table, where: str) -> None:
    """What stands in an address, a cookie or the language of a browser is shown as words, and sets nothing."""
    for value in NASTY:
        sent = quote_from_bytes(value[:6_000], safe="")
        answer = table.client.ask("GET", where.format(sent), {"accept-language": sent[:900], "cookie": f"other={sent}"})
        assert Tags(answer.text).strange == []
        assert answer.status_code in {200, 404}
        assert "stolen" not in str(answer.headers)


@pytest.mark.parametrize(
    "where",
    [
        "/room?in=feed&to={0}&before={0}&done={0}",
        "/sessions?in={0}&to={0}",
        "/relay/preview?seat={0}&wording={0}&to={0}",
        "/minutes/{0}",
        "/agreement/{0}",
        "/what-if?{0}={0}",
    ],
)
def test_every_address_inside(table: Table, where: str) -> None:
    """What stands in an address finds nothing, and is shown as words if at all."""
    for value in NASTY:
        for who in ("Nora", "Maria"):
            answer = table[who].get(where.format(quote_from_bytes(value[:6_000], safe="")))
            assert answer.status_code in {200, 307, 403, 404}
            assert answer.headers.get("location", ORIGIN).startswith(ORIGIN)
            assert Tags(answer.text).strange == []


@pytest.mark.parametrize("path", [*sorted(DOORS), "/act/instruct", "/people/passphrase"])
def test_forms_of_another_kind(table: Table, path: str) -> None:
    """Uploads, documents of other kinds, fields again and again, too many, too much: refused before they are read."""
    nora, names = table["Nora"], [*DOORS.get(path, ("text", "passphrase")), "form"]
    part = 'Content-Disposition: form-data; name="name"; filename="<script>.html"'
    upload = f"--x\r\n{part}\r\nContent-Type: text/html\r\n\r\n<script>\r\n--x--\r\n"
    for kind, content, status in (
        ("multipart/form-data; boundary=x", upload, {415}),
        ("application/json", '{"name": "<script>"}', {415}),
        ("text/html; charset=utf-7", "+ADw-script+AD4-", {415}),
        ("", "name=x", {415}),
        (f"{TYPE}; charset=utf-16", "name=x", {400, 403}),
        (TYPE, "&".join(f"{name}=%3Cscript%3E{k}" for name in names for k in range(3)), {400, 403}),
        (TYPE, "&".join(f"f{k}=" for k in range(2_001)), {400}),
        (TYPE, "&&&;;;=&=%", {400, 403}),
        (TYPE, "%=%ZZ&name=%u003c", {400, 403}),
        (TYPE, b"name=\xff\xfe", {400}),
        (TYPE, "name=" + "x" * 10_000_000, {413}),
        ("multipart/form-data; boundary=x", upload + "x" * 10_000_000, {415}),
    ):
        forgive_all(table)
        answer = send(nora, path, content, **{"content-type": kind})
        assert answer.status_code in status, (kind, answer.text)
        assert "<script>" not in answer.text
        assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT"):
        assert table.client.ask(method, path, {"origin": ORIGIN}).status_code == 405
    assert nora.get("/room").status_code == 200


ABSENT = ({"name": "Nemo"}, {"group": "south"}, {"group": "Nowhere"}, {"room": "0" * 32}, {"room": "", "group": ""})


@pytest.mark.parametrize("path", ["/log-in", "/recover"])
def test_a_door_does_not_tell_who_is_there(table: Table, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who is there, one who is not, a seat, a room: the same answer, the same work, at every attempt."""
    works: list[tuple[int, int]] = []
    real = persons.passphrase_key

    def counted(passphrase: str, salt: bytes, strength: Strength) -> bytes:
        works.append((strength.passes, strength.memory))
        return real(passphrase, salt, strength)

    monkeypatch.setattr(persons, "passphrase_key", counted)
    here = {"room": table.room, "group": "north", "name": "Nora"}
    given = {"passphrase": "wrong, of twelve letters", "recovery_key": "0000-0000"}
    told = []
    for who in (here, *({**here, **other} for other in ABSENT)):
        forgive_all(table)
        works.clear()
        tried = [table.client.ask("POST", path, HEAD, urlencode({**who, **given})) for _ in range(9)]
        shown = [(one.status_code, blank(one, who), sorted(set(one.headers) - {"content-length"})) for one in tried]
        told.append((shown, list(works)))
    assert [one[0] for one in told[0][0]] == [403] * 8 + [429]
    assert all(one == told[0] for one in told)


def blank(answer: httpx.Response, who: dict[str, str]) -> str:
    """Return a page without what was typed."""
    text = answer.text
    for value in who.values():
        text = text.replace(f'value="{value}"', 'value=""')
    return text


def test_a_door_does_not_tell_what_an_invitation_was(table: Table) -> None:
    """Unknown, used, withdrawn: the same page."""
    identity, keys = table.journal.identity, table.journal.identity.open(table["Nora"].token)
    used, taken = identity.invite(keys, "north", "member"), identity.invite(keys, "north", "member")
    identity.redeem(used.token, "Nadia", FOUR_WORDS, address="192.0.2.2")
    for one in identity.invitations(keys):
        identity.withdraw(keys, one.id)
    answers = [at_door(table, "/enter", urlencode({"token": one})) for one in (used.token, taken.token, "x" * 43)]
    assert {(one.status_code, one.text) for one in answers} == {(403, answers[0].text)}


def test_a_name_is_not_a_line_of_its_own(table: Table) -> None:
    """Whoever chooses a name or a title cannot make it look like a line that a verifier, or somebody else, wrote."""
    forged = "Nina\ncountersigned up to entry 40 by Sami (south)"
    token = table.journal.identity.invite(table.journal.identity.open(table["Nora"].token), "north", "member").token
    fields = {"token": token, "name": forged, "passphrase": FOUR_WORDS, "again": FOUR_WORDS}
    entered = at_door(table, "/enter", urlencode(fields))
    assert (entered.status_code, "set-cookie" in entered.headers) == (400, False)
    maria = table["Maria"]
    sent = maria.filled("/sessions", "open-session", title=forged, format="bilateral", seats="north")
    assert "expected a single line" in maria.post("/act/open-session", sent).text
    # A file that somebody else's program made may hold one all the same.
    assert verify_minutes._line("Nina\nSami\u2028\u202emi\x1b[2K") == "Nina\ufffdSami\ufffd\ufffdmi\ufffd[2K"
