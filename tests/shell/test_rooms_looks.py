"""Every page of every role in a real browser: wide and narrow, held against the rules, and used without a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.routing import Route
from tests.shell.rooms_table import FOUR_WORDS, Table, serving, set_table
from tests.shell.test_rooms_browser import CHROMIUM, FLAGS, GRAVE, free_port, playwright
from tests.shell.test_rooms_http import furnish

from goodoffices.web.rooms import application
from goodoffices.web.rooms.pacing import Pace
from goodoffices.web.rooms.policy import ANYBODY, PAGES

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed")
NARROW, WIDE = 320, 1100
OUTSIDE = ("/", "/enter", "/log-in", "/recover", "/nowhere")
LONG = "W" * 90  # a word without a place to break
ROLES = ("Maria", "Nora", "Nils", "Salma", "Olga")
BEYOND = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
FOCUSED = """() => {
  const here = document.activeElement, style = getComputedStyle(here), box = here.getClientRects()[0] || new DOMRect();
  const seen = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, 40) / 2);
  return {
    name: here.name || "", words: (here.textContent || here.value || "").trim(), tag: here.tagName.toLowerCase(),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    bare: here === seen || here.contains(seen),
  };
}"""


@dataclass
class Served:
    """A table with its pages behind an address, and a browser in front."""

    table: Table
    origin: str
    browser: Any

    def window(self, name: str | None, scheme: str = "light") -> Any:
        """Open a window of somebody, or of nobody."""
        context = self.browser.new_context(base_url=self.origin, color_scheme=scheme, reduced_motion="reduce")
        context.set_default_timeout(10_000)
        if name is not None:
            context.add_cookies([{"name": "room", "value": self.table[name].token, "url": self.origin}])
        return context.new_page()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a table with every role, on which there is something of everything, some of it long."""
    table = set_table(tmp_path_factory.mktemp("looks"), everybody=True, pace=Pace(at_once=1e6))
    furnish(table)
    table.sit("Mona", table.journal.identity.invite_mediator(table.room))
    table["Maria"].does("/sessions", "open-session", title=LONG, format="bilateral", seats="north")
    table["Maria"].does("/text", "table-text", title=LONG, clauses=f"# {LONG}\n{LONG}")
    table["Maria"].does("/room", "propose-mode", mode="mediation")
    table["Nora"].does("/room", "instruct", text=LONG)
    port = free_port()
    app = application(table.journal, origin=f"http://127.0.0.1:{port}")
    with serving(app, port) as origin, playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield Served(table, origin, browser)
        browser.close()
    table.journal.close()


def fits(page: Any, *, narrow: bool) -> None:
    """See that nothing is wider than the screen, and in one of two widths that everybody can use it."""
    for width in (WIDE, NARROW) if narrow else (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(BEYOND) <= 0, f"{page.url} is wider than a screen of {width}"
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - heavy

    found = Axe().run(page).response["violations"]
    grave = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found if one["impact"] in GRAVE]
    assert not grave, f"{page.url}: {grave}"


def pages_of(table: Table, role: str) -> list[str]:
    """Return the addresses of all pages that a role may open, for which nothing else has to be known."""
    return [
        route.path
        for route in table.app.routes
        if isinstance(route, Route) and "GET" in (route.methods or ()) and "{" not in route.path
        if route.name not in {"live", "preview"} and PAGES[route.name] != ANYBODY and role in PAGES[route.name]
    ]


@pytest.mark.parametrize("name", ROLES)
def test_every_page_of_every_role_fits(served: Served, name: str) -> None:
    """No page has to be moved sideways at 320 pixels or at 1,100; no serious fault of accessibility, light or dark."""
    page = served.window(name, "dark" if ROLES.index(name) % 2 else "light")
    for number, path in enumerate(pages_of(served.table, served.table[name].role)):
        assert page.goto(path).status == 200
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        fits(page, narrow=number % 2 == 0)
    page.context.close()


def test_pages_that_come_after_a_form_fit(served: Served) -> None:
    """The door, somebody who waits for a key, a preview, an invitation, and a form that was not taken."""
    for name, paths in ((None, OUTSIDE), ("Mona", ("/room",))):
        page = served.window(name)
        for number, path in enumerate(paths):
            page.goto(path)
            fits(page, narrow=number % 2 == 0)
        page.context.close()
    page = served.window("Maria")
    page.goto("/relay")
    page.get_by_role("link", name="Preview for North").click()
    fits(page, narrow=True)
    page.goto("/people")
    page.get_by_role("button", name="Make an invitation").click()
    fits(page, narrow=True)
    page.goto("/steps")
    page.locator("form[action='/act/set-steps']").evaluate(
        "(one, words) => { one.steps.value = words; one.submit() }", LONG
    )
    page.wait_for_url("**/act/set-steps")
    fits(page, narrow=True)
    page.context.close()


def goes_to(page: Any, words: str = "", name: str = "", tag: str = "") -> None:
    """Press Tab until something has the focus; wherever it is meanwhile, it can be seen."""
    for _ in range(90):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here["tag"] == "body":
            continue
        assert here["ring"], f"the focus is not to be seen: {here}"
        assert here["bare"], f"the focus is under something else, or beyond the screen: {here}"
        if here["words"].startswith(words) and here["name"].startswith(name) and tag in here["tag"]:
            return
    pytest.fail(f"Tab does not lead to {words or name} on {page.url}")


def says(page: Any, words: str) -> None:
    """See what the page says of the form."""
    playwright.expect(page.locator(".notice")).to_contain_text(words)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_delegate_needs_no_mouse(served: Served, width: int) -> None:
    """Log in, sound, disclose, sign a wording and decline with Tab, Enter, Space and arrows; the focus is visible."""
    page = served.window(None)
    page.set_viewport_size({"width": width, "height": 700})
    logs_in(page, served.table.room)
    sounds(page)
    signs_and_declines(page, declines=width == WIDE)
    page.context.close()


def logs_in(page: Any, room: str) -> None:
    """Come in, and skip what stands above the content."""
    page.goto(f"/log-in?room={room}&group=north")
    goes_to(page, "Skip to the content")
    goes_to(page, name="name")
    page.keyboard.type("Nora")
    goes_to(page, name="passphrase")
    page.keyboard.type(FOUR_WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/room")
    goes_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def opens(page: Any, name: str) -> None:
    """Go to another page of the room by its link."""
    page.goto(page.url.partition("?")[0].partition("#")[0])
    goes_to(page, name, tag="a")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{name.lower()}")


def sounds(page: Any) -> None:
    """Note how one stands to the second issue, and disclose a part of it."""
    opens(page, "Soundings")
    goes_to(page, name="answer-smaller")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[name=answer-smaller]").input_value()
    assert chosen
    for name, words in (("importance", "70"), ("notes", "without a mouse")):
        goes_to(page, name=name)
        page.keyboard.press("Control+A")
        page.keyboard.type(words)
    goes_to(page, "Keep for our own side", tag="button")
    page.keyboard.press("Space")
    says(page, "Noted for your own side")
    assert page.locator("[name=answer-smaller]").input_value() == chosen
    for _ in range(2):
        goes_to(page, "Disclose parts to the mediator", tag="summary")
    page.keyboard.press("Enter")
    goes_to(page, name="parts")
    page.keyboard.press("Space")
    goes_to(page, name="parts")
    page.keyboard.press("Space")
    goes_to(page, "Disclose the chosen parts", tag="button")
    page.keyboard.press("Enter")
    says(page, "The mediator can read the chosen parts now.")


def signs_and_declines(page: Any, *, declines: bool) -> None:
    """Sign words for the other side, consent or decline to another mode."""
    opens(page, "Relay")
    goes_to(page, name="text")
    page.keyboard.type("We would talk.")
    goes_to(page, name="to")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    goes_to(page, name="attribution")
    page.keyboard.press("ArrowDown")
    assert page.locator("[name=attribution]:checked").count() == 1
    goes_to(page, name="passphrase")
    page.keyboard.type(FOUR_WORDS)
    goes_to(page, "Sign these exact words", tag="button")
    page.keyboard.press("Enter")
    says(page, "Signed.")
    opens(page, "Room")
    goes_to(page, "Decline" if declines else "Sign our consent", tag="button")
    page.keyboard.press("Space")
    says(page, "You have declined" if declines else "Your consent is given.")
