// The Score tab by keyboard, and quick clicks one after the other. Everything here is a convenience.
"use strict";

const itemOf = (node) => node.closest("[data-item]");
const mainButtons = (item) => item.querySelectorAll(".item-row .item-answer [data-keys] button");
const isText = (node) => node.matches("input, textarea, select");
const hasModifier = (event) => event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;

/* The digits answer the item that has the focus, wherever in it the focus is. */
function pressDigit(event, item) {
  const button = mainButtons(item)[Number(event.key) - 1];
  if (!button) return;
  event.preventDefault();
  button.focus();
  button.click();
}

/* Arrow up and down go from item to item, to the answer that is given or to the first one. */
function goToNeighbour(event, item) {
  const items = [...document.querySelectorAll("[data-item]")].filter((one) => mainButtons(one).length);
  const place = items.indexOf(item);
  const next = items[place + (event.key === "ArrowDown" ? 1 : -1)];
  if (place < 0 || !next) return;
  event.preventDefault();
  (next.querySelector(".item-row .item-answer [aria-pressed=true]") || mainButtons(next)[0]).focus();
}

document.addEventListener("keydown", (event) => {
  const item = itemOf(event.target);
  if (!item || event.defaultPrevented || isText(event.target) || hasModifier(event)) return;
  if (/^[1-9]$/.test(event.key) && !event.target.closest(".taps")) pressDigit(event, item);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") goToNeighbour(event, item);
});

/* A click while another answer is being saved waits: it is pressed again on the fresh page, which knows the
   fresh versions, so that two quick clicks of one person are no conflict and none is lost. */
let waiting = [];
let isSaving = false;
let turn = 0;

function pressNext() {
  isSaving = false;
  const button = document.getElementById(waiting.shift());
  if (button) button.click();
  else waiting = [];
}

function goOn() {
  clearTimeout(turn);
  turn = setTimeout(pressNext);
}

document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("#tab form[hx-post] button[id]");
    if (!button || !isSaving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting.push(button.id);
  },
  true,
);
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.requestConfig.verb === "post") isSaving = true;
});
document.addEventListener("htmx:afterSettle", goOn);
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout", "htmx:sendAbort"]) {
  document.addEventListener(failure, () => {
    waiting = [];
    goOn();
  });
}
