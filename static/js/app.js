// What the pages share. Everything here is a convenience: each page works without it.
"use strict";

const isTyping = (node) => node.closest("input, textarea, select, [contenteditable]");

/* The / key jumps to the search box; the user menu switches it off, for speech input and screen readers. */
const searchBox = document.getElementById("search");
const searchSwitch = document.querySelector("[data-search-key]");
let searchKeyOn = !document.cookie.split("; ").includes("search-key=off");

function showSearchKey() {
  searchSwitch.querySelector("span").textContent = searchKeyOn ? "on" : "off";
  document.querySelector(".search kbd").hidden = !searchKeyOn;
}

/* Signed out: leave no address of a patient's page behind for the next person at this screen. */
if (!searchBox) sessionStorage.clear();

if (searchBox && searchSwitch) {
  searchSwitch.hidden = false;
  showSearchKey();
  searchSwitch.addEventListener("click", () => {
    searchKeyOn = !searchKeyOn;
    document.cookie = `search-key=${searchKeyOn ? "on" : "off"}; path=/; max-age=31536000; SameSite=Lax`;
    showSearchKey();
  });
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "/" && plain && searchKeyOn && !isTyping(event.target)) {
      event.preventDefault();
      searchBox.focus();
      searchBox.select();
    }
  });
}

/* Menus close on Escape and on a click elsewhere. */
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/* Inside [data-keys] the digits 1 to 9 press its buttons or radios in order. */
document.addEventListener("keydown", (event) => {
  const group = event.target.closest("[data-keys]");
  const isText = event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
  if (!group || isText || event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
  const controls = group.querySelectorAll("button:not(:disabled), input[type=radio]:not(:disabled)");
  const control = controls[Number(event.key) - 1];
  if (control) {
    event.preventDefault();
    control.focus();
    control.click();
  }
});

/* An error summary takes the focus once, on a new page and in a fragment: never back from a field. */
function focusErrors(root) {
  const summary = root.querySelector(".error-summary:not([data-told])");
  if (!summary) return;
  summary.dataset.told = "";
  summary.focus();
}
focusErrors(document);
document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));

/* What the server refused or never received is said beside the control that was used. */
const placeOf = (control) => control.closest("form, td, .card") || control;

function clearNotices(control) {
  placeOf(control).parentNode.querySelectorAll(":scope > .notice-request").forEach((old) => old.remove());
}

function sayNotSaved(control, text) {
  clearNotices(control);
  const notice = document.createElement("p");
  notice.className = "notice notice-error notice-request";
  notice.setAttribute("role", "alert");
  notice.textContent = text;
  placeOf(control).after(notice);
}

const REFUSALS = {
  403: "Not saved: your role does not allow this, or the page has expired. Reload it.",
  404: "Not saved: this no longer exists. Reload the page.",
  413: "Not taken over: this is too large. A file may have 5 MB.",
  429: "Not taken over: too many files in the last hour. Wait a while, or paste the table.",
  503: "Not saved: the records cannot be reached. Try again in a moment.",
};
document.addEventListener("htmx:beforeRequest", (event) => clearNotices(event.detail.elt));
document.addEventListener("htmx:responseError", (event) => {
  const text = REFUSALS[event.detail.xhr.status] || "Not saved: the server could not do this. Try again.";
  sayNotSaved(event.detail.elt, text);
});
document.addEventListener("htmx:sendError", (event) => {
  sayNotSaved(event.detail.elt, "Not saved: the server did not answer. Check the connection and try again.");
});

/* A folded part that was opened stays open when a fragment replaces it. */
let openParts = [];
document.addEventListener("htmx:beforeSwap", () => {
  openParts = [...document.querySelectorAll("details[data-keep-open][open]")].map((part) => part.id);
});
document.addEventListener("htmx:afterSettle", () => {
  for (const id of openParts) document.getElementById(id)?.setAttribute("open", "");
});
