// The cells of the lab grid: finding them and moving between them. The grid is one tab stop.
"use strict";

const labCells = (() => {
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  let place = null; // the cell in use: {analyte, at}

  const grid = () => document.querySelector(".labs-grid[data-types]");
  const form = () => document.getElementById("labs-typing");
  const isAsking = () => !form() || document.querySelector(".labs-panel") !== null;
  const isSame = (one, other) => one && other && one.analyte === other.analyte && one.at === other.at;
  const isShown = (cell) => cell.offsetParent !== null;
  const canOpen = (cell) => !isAsking() && cell.matches("td[data-at]:not(.is-conflict)") && isShown(cell);
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

  function focusOn(cell) {
    use(cell);
    focusOf(cell).focus();
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

  /* Go where an arrow key points; say whether it was one. */
  function move(cell, key) {
    const next = STEPS[key] && neighbour(cell, ...STEPS[key], isShown);
    if (next) focusOn(next);
    return key in STEPS;
  }

  function step(cell, down, right) {
    if (down) return neighbour(cell, down, 0, canOpen);
    const cells = [...grid().querySelectorAll("td[data-at]")].filter(canOpen);
    return cells[cells.indexOf(cell) + right] ?? null;
  }

  function nameOf(cell) {
    const row = cell.parentNode.cells[0].querySelector(".labs-name").textContent;
    return `${row}, ${grid().rows[0].cells[cell.cellIndex].dataset.words}`;
  }

  return {
    grid, form, isAsking, isSame, canOpen, placeOf, cellAt, focusOf, textOf, nameOf,
    use, focusOn, move, step, inUse: () => place,
  };
})();
