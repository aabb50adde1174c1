// Typing in the lab grid from cell to cell. Without it, the head of a date opens its column as a form.
"use strict";

(() => {
  const STARTS_A_VALUE = /^[0-9<>.,]$/;
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const waiting = []; // values typed and not sent yet, in the order they were typed
  let sent = null; // the value that the server is looking at
  let isBusy = false;
  let place = null; // the cell in use: {analyte, at}
  let typing = null; // the open cell: {place, before, input}
  let held = null; // a link that was followed while a value was under way

  const grid = () => document.querySelector(".labs-grid[data-types]");
  const form = () => document.getElementById("labs-typing");
  const isAsking = () => !form() || document.querySelector(".labs-panel") !== null;
  const isSame = (one, other) => one && other && one.analyte === other.analyte && one.at === other.at;
  const canOpen = (cell) => !isAsking() && cell.matches("td[data-at]:not(.is-conflict)") && cell.offsetParent !== null;
  const placeOf = (cell) => ({ analyte: cell.parentNode.dataset.analyte, at: cell.dataset.at });
  const cellAt = (where) =>
    where && grid()?.querySelector(`tr[data-analyte="${where.analyte}"] > td[data-at="${where.at}"]`);
  const focusOf = (cell) => cell.querySelector(":scope > a") ?? cell;
  const textOf = (cell) => cell.querySelector(".value")?.textContent ?? "";

  /* Moving: the grid is one tab stop, arrow keys go from cell to cell -------------------------------------- */

  function use(cell) {
    for (const old of grid().querySelectorAll("[tabindex='0']")) old.tabIndex = -1;
    focusOf(cell).tabIndex = 0;
    if (cell.dataset.at) place = placeOf(cell);
  }

  function neighbour(cell, down, right, isWanted) {
    const rows = grid().rows;
    let row = cell.parentNode.rowIndex + down;
    let column = cell.cellIndex + right;
    while (rows[row]?.cells[column] && !isWanted(rows[row].cells[column])) {
      row += down;
      column += right;
    }
    return rows[row]?.cells[column] ?? null;
  }

  function move(cell, [down, right]) {
    const next = neighbour(cell, down, right, (other) => other.offsetParent !== null);
    if (!next) return;
    use(next);
    focusOf(next).focus();
  }

  function step(cell, down, right) {
    if (down) return neighbour(cell, down, 0, canOpen);
    const cells = [...grid().querySelectorAll("td[data-at]")].filter(canOpen);
    return cells[cells.indexOf(cell) + right] ?? null;
  }

  /* Typing ------------------------------------------------------------------------------------------------- */

  function open(cell, text, selection) {
    keep();
    use(cell);
    const input = document.createElement("input");
    input.className = "labs-input";
    input.inputMode = "decimal";
    input.autocomplete = "off";
    input.maxLength = 40;
    input.setAttribute("aria-label", nameOf(cell));
    typing = { place: placeOf(cell), before: textOf(cell), input };
    input.value = text ?? typing.before;
    cell.classList.add("is-typing");
    cell.append(input);
    showBar(cell);
    input.focus();
    if (selection) input.setSelectionRange(...selection);
    else if (text === undefined) input.select();
  }

  function nameOf(cell) {
    const row = cell.parentNode.cells[0].querySelector(".labs-name").textContent;
    return `${row}, ${grid().rows[0].cells[cell.cellIndex].dataset.words}`;
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
      if (!typing) return;
      const { analyte } = typing.place;
      const cell = cellAt(typing.place);
      const url = new URL(grid().dataset.meaning.replace("ANALYTE", analyte), window.location);
      url.searchParams.set("unit", cell.dataset.unit ?? cell.parentNode.dataset.unit);
      url.searchParams.set("value", typing.input.value);
      htmx.ajax("GET", url.pathname + url.search, { target: ".labs-typed > output", swap: "innerHTML" });
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
    const { place: where, before, input } = typing;
    const value = input.value.trim();
    const cell = cellAt(where);
    close();
    if (value === before || !cell) return;
    const { id = "", version = "0" } = cell.dataset;
    const earlier = waiting.find((job) => isSame(job, where));
    if (earlier) earlier.value = value;
    else waiting.push({ ...where, result: id, version, value });
    waiting.forEach(show);
    send();
  }

  function goOn(down, right) {
    const cell = cellAt(typing.place);
    const next = step(cell, down, right);
    keep();
    if (next) open(next);
    else focusOf(cell).focus();
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

  function settle(event) {
    if (!isOurs(event) || !isBusy) return;
    isBusy = false;
    if (sent) {
      waiting.unshift(sent); // no answer: app.js says so; the next value typed sends both
      show(sent);
      sent = null;
      return;
    }
    send();
    follow();
  }

  function renew(job) {
    const { id = "", version = "0" } = cellAt(job)?.dataset ?? {};
    const later = waiting.find((other) => isSame(other, job));
    if (later) Object.assign(later, { result: id, version });
  }

  /* A link followed while a value is under way waits for it. */
  function follow() {
    if (isBusy || !held) return;
    const link = document.getElementById(held.id) ?? held;
    held = null;
    if (link.isConnected) link.click();
    else window.location.assign(link.href);
  }

  /* After every swap the grid is new: what was open opens again, what was typed stands there again. -------- */

  let answered = null;
  let resumed = null;

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (isOurs(event) && event.detail.shouldSwap) [answered, sent] = [sent, null];
    if (!typing || event.detail.target.id !== "tab") return;
    const { place: where, input } = typing;
    resumed = { place: where, text: input.value, selection: [input.selectionStart, input.selectionEnd] };
    typing = null;
  });

  document.addEventListener("htmx:afterSwap", () => {
    if (answered) renew(answered);
    answered = null;
    prepare();
  });
  document.addEventListener("htmx:afterRequest", settle);

  function prepare() {
    const table = grid();
    if (!table || table.getAttribute("role") === "grid") return;
    table.setAttribute("role", "grid");
    table.parentNode.removeAttribute("tabindex");
    document.querySelector("[data-with-script]")?.removeAttribute("hidden");
    for (const cell of table.querySelectorAll("th, td")) focusOf(cell).tabIndex = -1;
    use(cellAt(place) ?? table.querySelector("td[data-at].is-shown") ?? table.rows[0].cells[0]);
    waiting.forEach(show);
    resume();
    send();
  }

  function resume() {
    if (!resumed || isAsking()) return;
    const { place: where, text, selection } = resumed;
    const cell = cellAt(where);
    resumed = null;
    if (cell) open(cell, text, selection);
  }

  /* Keys and clicks ---------------------------------------------------------------------------------------- */

  function pressInCell(event, cell) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (STEPS[event.key]) move(cell, STEPS[event.key]);
    else if (!canOpen(cell)) return;
    else if (event.key === "Enter" || event.key === "F2") open(cell);
    else if (STARTS_A_VALUE.test(event.key)) open(cell, event.key);
    else return;
    event.preventDefault();
  }

  function pressInInput(event) {
    const { input } = typing;
    const isUntouched = input.selectionEnd - input.selectionStart === input.value.length;
    if (event.key === "Escape") {
      const cell = cellAt(typing.place);
      close();
      cell.focus();
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
    if (waiting.length || isBusy) event.preventDefault();
  });

  prepare();
})();
