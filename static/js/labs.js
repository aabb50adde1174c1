// Typing in the lab grid: each value is saved on the way to the next cell. Needs labs-cells.js. Without
// either, the head of a date opens its column as a form.
"use strict";

(() => {
  const STARTS_A_VALUE = /^[0-9<>.,]$/;
  const waiting = []; // values typed and not sent yet, in the order they were typed
  let sent = null; // the value that the server is looking at
  let isBusy = false;
  let typing = null; // the open cell: {place, before, unit, input}
  let answered = null; // the value whose answer is being shown
  let resumed = null; // the cell that was open before the grid was swapped
  let isNew = false; // the grid has been swapped and not been looked at yet
  let hadFocus = false; // the grid had the focus before it was swapped
  let held = null; // a link that was followed while a value was under way
  let block = ""; // several cells that were pasted while a value was under way

  const { grid, form, isAsking, isSame, canOpen, placeOf, cellAt, focusOf, textOf, nameOf } = labCells;
  const { use, focusOn, move, step, inUse } = labCells;

  /* Typing ------------------------------------------------------------------------------------------------- */

  const unitOf = (cell) => cell.dataset.unit || cell.parentNode.dataset.unit;

  function open(cell, text, selection, unit = unitOf(cell)) {
    keep();
    use(cell);
    const input = document.createElement("input");
    input.className = "labs-input";
    input.inputMode = "decimal";
    input.autocomplete = "off";
    input.maxLength = 40;
    input.setAttribute("aria-label", nameOf(cell));
    typing = { place: placeOf(cell), before: textOf(cell), unit, input };
    input.value = text ?? typing.before;
    cell.classList.add("is-typing");
    cell.append(input);
    showBar(cell);
    input.focus();
    if (selection) input.setSelectionRange(...selection);
    else if (text === undefined) input.select();
  }

  /* The bar under the grid names the open cell and says what the typed number means. */
  function showBar(cell) {
    const { analyte, at } = placeOf(cell);
    const bar = document.querySelector(".labs-typed");
    bar.querySelector("strong").textContent = nameOf(cell);
    bar.querySelector("output").textContent = "";
    bar.querySelector("a").href = `?value=${analyte}&at=${at}`;
    bar.hidden = false;
    document.querySelector(".labs-hint").hidden = true;
  }

  let pause = null;
  function sayMeaning() {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const cell = typing && cellAt(typing.place);
      if (!cell) return;
      const asked = new URLSearchParams({ unit: typing.unit, value: typing.input.value });
      const url = `${grid().dataset.meaning.replace("ANALYTE", typing.place.analyte)}?${asked}`;
      htmx.ajax("GET", url, { target: ".labs-typed > output", swap: "innerHTML" });
    }, 250);
  }

  function close() {
    const { input } = typing;
    const cell = input.closest("td");
    typing = null;
    cell?.classList.remove("is-typing");
    input.remove();
    for (const bar of document.querySelectorAll(".labs-typed, .labs-hint")) bar.hidden = bar.matches(".labs-typed");
  }

  function keep() {
    if (!typing) return;
    const { place: where, before, unit, input } = typing;
    const value = input.value.trim();
    close();
    if (value !== before) line({ ...where, value, unit });
    send();
  }

  function line(job) {
    const { id = "", version = "0" } = cellAt(job)?.dataset ?? {};
    const earlier = waiting.find((other) => isSame(other, job));
    if (earlier) Object.assign(earlier, { value: job.value, unit: job.unit });
    else waiting.push({ ...job, result: id, version });
    waiting.forEach(show);
  }

  function goOn(down, right) {
    const cell = cellAt(typing.place);
    const next = step(cell, down, right);
    keep();
    if (next) open(next);
    else focusOn(cellAt(inUse()));
  }

  /* Saving: one value after the other; each stands in its cell until the server has it --------------------- */

  function show(job) {
    const cell = cellAt(job);
    if (!cell) return;
    const value = cell.querySelector(".value") ?? cell.appendChild(document.createElement("span"));
    value.className = "value";
    value.textContent = job.value;
    cell.classList.add("is-saving");
  }

  function send() {
    if (isBusy || isAsking() || !waiting.length) return;
    sent = waiting.shift();
    isBusy = true;
    const fields = form().elements;
    for (const [name, value] of Object.entries(sent)) fields[name].value = value;
    form().requestSubmit();
  }

  const isOurs = (event) => event.detail.requestConfig?.elt?.id === "labs-typing";
  const isTab = (event) => event.detail.target.id === "tab";

  function renew(job) {
    const { id = "", version = "0" } = cellAt(job)?.dataset ?? {};
    const later = waiting.find((other) => isSame(other, job));
    if (later) Object.assign(later, { result: id, version });
  }

  /* A link followed while a value is under way waits for it. */
  function follow() {
    if (isBusy || !held) return;
    const link = document.getElementById(held.id);
    if (link) link.click();
    else window.location.assign(held.href);
    held = null;
  }

  /* A pasted block of cells goes to its preview; a single value stays where it is pasted. ------------------- */

  const isBlock = (text) => /[\t\n\r]/.test(text.trim());

  function sendBlock() {
    const paste = document.getElementById("labs-paste");
    if (isBusy || !block || !paste) return;
    paste.elements.text.value = block;
    block = "";
    paste.requestSubmit();
  }

  document.addEventListener("paste", (event) => {
    const isCell = typing?.input === event.target;
    const isField = event.target.closest?.("input, textarea, select, [contenteditable]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if ((isField && !isCell) || !isBlock(text)) return;
    event.preventDefault();
    keep();
    block = text;
    sendBlock();
  });

  /* After every swap the grid is new: what was open opens again, what was typed stands there again. -------- */

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isTab(event) || !event.detail.shouldSwap) return;
    isNew = true;
    if (isOurs(event)) [answered, sent] = [sent, null];
    hadFocus = grid()?.contains(document.activeElement) ?? false;
    if (!typing) return;
    const { place: where, before, unit, input } = typing;
    const selection = [input.selectionStart, input.selectionEnd];
    resumed = { place: where, before, unit, text: input.value, selection };
    typing = null;
  });

  /* htmx says this once for each piece swapped; the first time all of them are in place. */
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!isTab(event) || !isNew) return;
    isNew = false;
    if (answered) renew(answered);
    answered = null;
    waiting.forEach(show);
    if (resumed) resume();
    else if (hadFocus && cellAt(inUse())) focusOn(cellAt(inUse()));
  });

  function resume() {
    if (isAsking()) return;
    const { place: where, before, unit, text, selection } = resumed;
    const cell = cellAt(where);
    resumed = null;
    if (!cell) return;
    if (text === before) open(cell, undefined, selection);
    else open(cell, text, selection, unit); // typed beside the unit that stood there then
  }

  /* Only now has htmx taken the new form over; this too comes once for each piece. */
  document.addEventListener("htmx:afterSettle", (event) => {
    if (isOurs(event) && !sent) isBusy = false;
    prepare();
    send();
    sendBlock();
    follow();
  });

  /* No answer: app.js says so; the value waits for the next one typed. */
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isOurs(event) || !sent) return;
    waiting.unshift(sent);
    sent = null;
    isBusy = false;
    waiting.forEach(show);
  });

  function prepare() {
    const table = grid();
    if (!table || table.getAttribute("role") === "grid") return;
    table.setAttribute("role", "grid");
    table.parentNode.removeAttribute("tabindex");
    document.querySelector("[data-with-script]")?.removeAttribute("hidden");
    for (const cell of table.querySelectorAll("th, td")) focusOf(cell).tabIndex = -1;
    use(cellAt(inUse()) ?? table.querySelector("td[data-at].is-shown") ?? table.rows[0].cells[0]);
  }

  /* Keys and clicks ---------------------------------------------------------------------------------------- */

  function pressInCell(event, cell) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isMove = move(cell, event.key);
    const isValue = STARTS_A_VALUE.test(event.key);
    const isOpening = canOpen(cell) && (isValue || event.key === "Enter" || event.key === "F2");
    if (isOpening) open(cell, isValue ? event.key : undefined);
    if (isMove || isOpening) event.preventDefault();
  }

  function pressInInput(event) {
    const { input } = typing;
    const isUntouched = input.selectionEnd - input.selectionStart === input.value.length;
    if (event.key === "Escape") {
      const cell = cellAt(typing.place);
      close();
      focusOn(cell);
    } else if (event.key === "Enter" || event.key === "ArrowDown") goOn(event.shiftKey ? -1 : 1, 0);
    else if (event.key === "ArrowUp") goOn(-1, 0);
    else if (event.key === "Tab") goOn(0, event.shiftKey ? -1 : 1);
    else if (isUntouched && event.key === "ArrowLeft") goOn(0, -1);
    else if (isUntouched && event.key === "ArrowRight") goOn(0, 1);
    else return;
    event.preventDefault();
  }

  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.(".labs-grid[data-types] :is(th, td)");
    if (!cell || event.isComposing) return;
    if (typing?.input === event.target) pressInInput(event);
    else if (event.target === focusOf(cell)) pressInCell(event, cell);
  });

  document.addEventListener("input", (event) => {
    if (typing?.input === event.target) sayMeaning();
  });

  document.addEventListener("focusout", ({ target }) => {
    setTimeout(() => {
      if (typing?.input === target && document.activeElement !== target) keep();
    });
  });

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest("a[href]");
      if (!link || !isBusy) return;
      event.preventDefault();
      event.stopPropagation();
      held = link;
    },
    true,
  );

  document.addEventListener("mousedown", (event) => {
    const cell = event.target.closest(".labs-grid[data-types] td");
    if (!cell || !canOpen(cell) || event.target.closest("a, input") || event.button) return;
    event.preventDefault();
    open(cell);
  });

  window.addEventListener("beforeunload", (event) => {
    const isTyped = typing && typing.input.value.trim() !== typing.before;
    if (isTyped || waiting.length || isBusy) event.preventDefault();
  });

  prepare();
})();
