"""A whole negotiation in a real browser, from the invitations to a signed agreement, with a profile for each person."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.shell.rooms_table import FOUR_WORDS, ISSUES, open_journal, serving

from goodoffices.talks.commands import OpenRoom
from goodoffices.talks.verify_minutes import fingerprint, verify
from goodoffices.web.rooms import application

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed")

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
RULES = {
    "schedule": "Three rounds of two days, the first from 9 March; either side may ask for a pause of a day.",
    "agenda": "1. Missile tests.\n2. Joint drills.\n3. Steps and their verification.",
    "participants": "A head and at most five members for each side. No press.",
    "third_party": "The mediator passes messages on, may table a text, and decides nothing.",
    "drafting": "One text. Square brackets stand around what is open.",
    "confidentiality": "What is off record is not quoted. What is signed may be shown to whom it is signed for.",
    "languages": "English is the official text; each side may add a translation of its own.",
}
FIRST = (
    "# Tests\nThe North halts missile tests [for twelve months].\n\n# Drills\nThe South reduces joint drills [by half]."
)
SECOND = (
    "# Tests\nThe North halts missile tests for nine months.\n\n"
    "# Drills\nThe South reduces joint drills by half, beginning in April."
)


@dataclass
class Person:
    """Somebody with a browser profile of their own."""

    name: str
    page: Any
    folder: Path
    seen: list[str] = field(default_factory=list)

    def goes(self, path: str) -> None:
        """Open a page; as often as it reloads itself for news at the same moment, once more."""
        for _ in range(8):
            try:
                self.page.goto(path)
            except playwright.Error:
                self.page.wait_for_load_state()
            else:
                return
        self.page.goto(path)

    def sends(self, button: str, where: str = "main", **fields: str) -> None:
        """Fill in the form around a button and press it; the passphrase is typed where it is asked for."""
        press = self.page.locator("button", has_text=re.compile(f"^{re.escape(button)}$"))
        form = self.page.locator(f"{where} form", has=press).first
        fold = self.page.locator(f"{where} details:not([open])", has=press)
        for k in range(fold.count() - 1, -1, -1):
            fold.nth(k).locator("> summary").click()
        for name, value in fields.items():
            one = form.locator(f"[name='{name}']").first
            if one.evaluate("e => e.tagName") == "SELECT":
                one.select_option(value)
            elif one.get_attribute("type") in {"radio", "checkbox"}:
                form.locator(f"[name='{name}'][value='{value}']").check()
            else:
                one.fill(value)
        asked = form.locator("input[type=password]")
        for k in range(asked.count()):
            asked.nth(k).fill(FOUR_WORDS)
        form.locator(press).click()
        self.page.wait_for_load_state()

    def shows(self, text: str) -> None:
        """See words on the page, now or when they arrive."""
        playwright.expect(self.page.locator("body")).to_contain_text(text, timeout=15_000)

    def looks(self, name: str) -> None:
        """Keep pictures of the page, wide and narrow, and hold it against the rules of accessibility."""
        from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - heavy

        for width, tag in ((1280, "wide"), (390, "narrow")):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=self.folder / f"{len(self.seen):02}-{self.name}-{name}-{tag}.png", full_page=True)
            beyond = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert beyond <= 0, f"{name} is wider than a screen of {width}"
        self.page.set_viewport_size({"width": 1280, "height": 900})
        found = Axe().run(self.page).response["violations"]
        grave = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found if one["impact"] in GRAVE]
        assert not grave, f"{name}: {grave}"
        self.seen.append(name)


GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start a browser."""
    with playwright.sync_playwright() as play:
        started = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def profile(browser: Any, origin: str, name: str, folder: Path) -> Person:
    """Open a profile that holds every page against its own policy: nothing may be refused or go elsewhere."""
    # One of the three sees the room in the dark, so that both looks are held against the rules.
    scheme = "dark" if name == "nora" else "light"
    context = browser.new_context(base_url=origin, viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"{name}: {error}"))
    page.on("request", lambda request: request.url.startswith((origin, "data:")) or pytest.fail(request.url))
    return Person(name, page, folder)


def comes_in(person: Person, link: str, name: str) -> None:
    """Take up an invitation, keep the recovery key, and go to the room."""
    person.goes(link)
    assert "#" not in person.page.url
    person.looks("invitation")
    person.sends("Look at the invitation")
    person.looks("come-in")
    person.sends("The fingerprint is the same: come in", name=name)
    person.shows("Your recovery key")
    person.looks("recovery-key")
    person.page.get_by_role("link", name="I have kept it").click()
    person.shows(name)


def invites(mediator: Person, place: str) -> str:
    """Make an invitation and return its link."""
    mediator.goes("/people")
    mediator.sends("Make an invitation", place=place)
    return str(mediator.page.locator("#link").inner_text())


def test_a_whole_negotiation_from_invitation_to_signed_agreement(browser: Any, tmp_path: Path) -> None:
    """Three people on three devices reach an agreement that each can verify alone; every page is fit to be used."""
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    with open_journal(tmp_path) as journal, serving(application(journal, origin=origin, tick=0.3), port):
        seats = [{"id": "north", "name": "North"}, {"id": "south", "name": "South"}]
        listed = journal.create_room(
            OpenRoom.model_validate(
                {"room": "9" * 32, "title": "Talks on tests and drills", "seats": seats, "issues": ISSUES}
            ),
            key="1" * 32,
        )
        maria, nora, sami = (profile(browser, origin, name, tmp_path) for name in ("maria", "nora", "sami"))
        maria.goes("/")
        maria.looks("door")
        comes_in(maria, f"{origin}/enter#{journal.identity.invite_mediator(listed.id).token}", "Maria")
        comes_in(nora, invites(maria, "north head"), "Nora")
        comes_in(sami, invites(maria, "south head"), "Sami")
        grounds(maria, nora, sami)
        soundings(maria, nora, sami)
        relay(maria, nora, sami)
        session(maria, nora, sami)
        drafts(maria, nora, sami)
        question(maria, nora, sami)
        steps(maria, nora, sami)
        agreement(maria, nora, sami)
        again(nora, listed.id)


def grounds(maria: Person, nora: Person, sami: Person) -> None:
    """Agree on ground rules and on what the mediator may do."""
    maria.goes("/people")
    maria.looks("people")
    maria.goes("/room")
    maria.looks("room-at-first")
    maria.sends("Propose to all seats", **RULES)
    nora.goes("/room")
    nora.looks("room-to-sign")
    for one in (nora, sami):
        one.goes("/room")
        one.sends("Sign the ground rules for our seat")
        one.shows("You have signed the ground rules.")
    maria.goes("/room")
    maria.sends("Ask the seats", mode="mediation")
    for one in (nora, sami):
        one.goes("/room")
        one.sends("Sign our consent")
    maria.goes("/room")
    maria.shows("may table a text")
    maria.looks("room")


def soundings(maria: Person, nora: Person, sami: Person) -> None:
    """Note in confidence, disclose in parts, analyse what was disclosed."""
    wishes = (
        (nora, {"tests": ("acceptable", "acceptable", "reluctant"), "drills": ("never", "acceptable", "must")}),
        (sami, {"tests": ("never", "acceptable", "must"), "drills": ("acceptable", "acceptable", "never")}),
    )
    for one, by_issue in wishes:
        for issue in ISSUES:
            one.goes("/soundings")
            where = f"section[aria-labelledby='i-{issue['id']}']"
            answers = dict(
                zip((f"answer-{name}" for name in issue["options"]), by_issue[str(issue["id"])], strict=True)
            )
            one.sends(
                "Keep for our own side", where, importance="70", notes=f"the bottom line of {one.name}", **answers
            )
            one.shows("Noted for your own side")
            one.sends("Disclose the chosen parts", where)
        one.looks("soundings")
    maria.goes("/analysis")
    maria.shows("There is an agreement zone")
    assert "bottom line" not in maria.page.content()
    maria.looks("analysis")


def relay(maria: Person, nora: Person, sami: Person) -> None:
    """Sign a wording, preview it, release it; the other side is told live."""
    sami.goes("/relay")
    nora.goes("/relay")
    nora.sends("Sign these exact words", text="We would halt tests if drills were halved.", attribution="unattributed")
    nora.looks("relay")
    maria.goes("/relay")
    maria.looks("relay")
    assert "halved" not in sami.page.content()
    maria.page.get_by_role("link", name="Preview for").click()
    maria.shows("They will see exactly this")
    maria.looks("preview")
    maria.sends("Release it to them now")
    sami.shows("We would halt tests if drills were halved.")
    sami.shows("Words that nobody is named for")
    sami.looks("relay")
    nora.goes("/relay")
    nora.shows("shown to South")


def session(maria: Person, nora: Person, sami: Person) -> None:
    """Open a plenary on record, and speak."""
    maria.goes("/sessions")
    maria.sends("Open the session", title="First plenary", format="plenary")
    maria.shows("has at least two")
    maria.goes("/sessions")
    form = maria.page.locator("form[action='/act/open-session']")
    for seat in ("North", "South"):
        form.get_by_label(seat).first.check()
    maria.sends("Open the session", title="First plenary", format="plenary")
    for one, words in ((nora, "We came to halt what can be halted."), (sami, "مرحبا بكم في المحادثات")):
        one.goes("/sessions")
        one.sends("Say it", text=words)
    sami.shows("We came to halt")
    sami.looks("sessions")


def drafts(maria: Person, nora: Person, sami: Person) -> None:
    """Table a text, comment in confidence, revise it."""
    maria.goes("/text")
    maria.looks("text-at-first")
    maria.sends("Table it to all seats at once", title="A first step", clauses=FIRST)
    for one, clause, temperature in ((nora, "c1", "difficult"), (sami, "c2", "workable"), (nora, "c2", "agreed")):
        one.goes("/text")
        where = f"section[aria-labelledby='c-{clause}']"
        one.sends(
            "Tell the mediator", where, temperature=temperature, comment=f"{one.name} on {clause}", interest="time"
        )
    maria.goes("/text")
    maria.shows("nora on c1")
    maria.looks("board")
    sami.goes("/text")
    assert "nora on c1" not in sami.page.content()
    maria.sends("Table it to all seats at once", title="A first step", clauses=SECOND)
    sami.goes("/text")
    sami.shows("version 2")
    sami.looks("text")


def question(maria: Person, nora: Person, sami: Person) -> None:
    """Ask for sealed answers; only the outcome is known, after the deadline."""
    maria.goes("/questions")
    maria.looks("questions-ask")
    maria.sends(
        "Ask the seats", text="Nine months against half of the drills?", minutes="0.25", **{"option-tests": "halt"}
    )
    for one in (nora, sami):
        one.goes("/questions")
        one.sends("We consent that it is put")
    for one in (nora, sami):
        one.goes("/questions")
        one.looks("question") if one is nora else None
        one.sends("Seal our answer", answer="yes")
        one.shows("Your answer is sealed")
    maria.goes("/questions")
    maria.shows("How many have answered is shown to nobody")
    maria.shows("Agreement: every seat said yes.")
    maria.looks("questions")


def steps(maria: Person, nora: Person, sami: Person) -> None:
    """Lay down steps in an order, report and verify the first."""
    maria.goes("/steps")
    maria.sends("Lay them down", steps="halt | north | | Tests are halted\nhalve | south | halt | Drills are halved")
    nora.goes("/steps")
    nora.sends("Report as done")
    sami.goes("/steps")
    sami.sends("Say so", borne_out="yes")
    sami.shows("verified")
    sami.looks("steps")


def agreement(maria: Person, nora: Person, sami: Person) -> None:
    """Put initials under every clause, sign, take the minutes along and verify them."""
    for one in (nora, sami):
        for _ in range(2):
            one.goes("/text")
            one.sends("Initial this clause")
            one.shows("Initialled.")
        if one is nora:
            one.looks("to-sign")
        one.sends("Sign for our seat")
    sami.shows("There is an agreement.")
    maria.goes("/text")
    maria.looks("agreement")
    maria.goes("/room")
    maria.shows("There is an agreement.")
    nora.goes("/minutes")
    nora.sends("Countersign this head")
    nora.looks("minutes")
    shown = nora.page.locator("strong.print").inner_text()
    for link in nora.page.get_by_role("link", name="Take the file along").all():
        with nora.page.expect_download() as loading:
            link.click()
        data = Path(loading.value.path()).read_bytes()
        minutes = verify(data)
        assert fingerprint(minutes["key"]) == shown
    nora.goes("/room")
    nora.looks("room-at-last")


def again(nora: Person, room: str) -> None:
    """Log out, and in again with what is printed on the recovery sheet."""
    nora.page.get_by_role("button", name="Log out").click()
    nora.shows("Mediation room")
    nora.goes("/room")
    assert re.search(r"/$", nora.page.url)
    nora.goes(f"/log-in?room={room}&group=north")
    nora.looks("log-in")
    nora.sends("Log in", name="Nora")
    nora.shows("There is an agreement.")
