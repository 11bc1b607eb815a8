// The script of the rooms. Every page works without it: it only tells of news, and keeps secrets off the screen.
"use strict";

const root = document.documentElement;
let dirty = false;
let touched = Date.now();
const IDLE = 25 * 60 * 1000; // a session that nobody uses ends; a page left open does not keep it alive

document.addEventListener("input", () => { dirty = true; });
for (const kind of ["input", "keydown", "pointerdown"]) {
  document.addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
}

// A token comes behind the # of a link, so that it is never in an address that a server or a proxy keeps.
const token = document.getElementById("token");
if (token && location.hash.length > 1) {
  token.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}

// A word on what came of a form is shown once, and not again after a reload.
if (/^\?done=/.test(location.search)) { history.replaceState(null, "", location.pathname + location.hash); }

// What was typed as a passphrase does not stay on a page that one comes back to.
const clear = () => document.querySelectorAll("input[type=password]").forEach((field) => { field.value = ""; });
addEventListener("pagehide", () => setTimeout(clear, 0));
addEventListener("pageshow", (event) => { if (event.persisted) { clear(); location.reload(); } });

// One press of a button sends a form once; a second press would do nothing twice, but would look as if it could.
document.addEventListener("submit", (event) => {
  const button = event.target.querySelector("button[type=submit], button:not([type])");
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  event.target.dataset.sent = "1";
  if (button) { button.setAttribute("aria-busy", "true"); }
  dirty = false;
});

document.querySelectorAll("button[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});

document.querySelectorAll("button[data-copy]").forEach((button) => {
  if (!navigator.clipboard) { return; }
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
  });
});

// On a narrow screen the pages of the room stand in a row that is moved to the one that is open.
const here = document.querySelector("nav [aria-current]");
if (here) { here.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" }); }
// Browsers leave a link with the focus half outside of such a row.
document.querySelector(".top nav")?.addEventListener("focusin", (event) => {
  event.target.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
});

// Links into a folded part open it.
const unfold = () => {
  const place = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const folded = place && (place.closest("details") || place.querySelector("details"));
  if (folded) { folded.open = true; }
};
addEventListener("hashchange", unfold);
unfold();

// What was said before can be looked up while a form is being filled in: only the list is exchanged then.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".turn a");
  const old = link && dirty && document.getElementById(link.hash.slice(1));
  if (!old || event.ctrlKey || event.metaKey || event.shiftKey || old.querySelector("textarea, input")) { return; }
  event.preventDefault();
  const ask = new XMLHttpRequest();
  ask.responseType = "document";
  ask.onload = () => {
    const part = ask.response && ask.response.getElementById(old.id);
    if (!part) { location.assign(link.href); return; }
    old.replaceWith(part);
    part.focus();
  };
  ask.open("GET", link.href);
  ask.send();
});

const count = root.dataset.count;
if (count !== undefined && "EventSource" in window) {
  const news = document.getElementById("news");
  const stream = new EventSource("/room/live");
  const show = (words) => { news.querySelector("span").textContent = words; news.dataset.shown = "1"; };
  const reading = () => dirty || document.querySelector("details[data-own][open]") ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement ? document.activeElement.tagName : "");
  stream.onmessage = (event) => {
    if (Date.now() - touched > IDLE) { stream.close(); show(news.dataset.paused); return; }
    if (Number(event.data) <= Number(count)) { return; }
    show(news.dataset.words);
    if (!reading()) { setTimeout(() => { if (!reading()) { location.reload(); } }, 700); }
  };
  stream.onerror = () => { if (Date.now() - touched > IDLE) { stream.close(); show(news.dataset.paused); } };
  for (const kind of ["over", "full"]) {
    stream.addEventListener(kind, () => { stream.close(); show(news.dataset.paused); });
  }
  addEventListener("pagehide", () => stream.close());
}
