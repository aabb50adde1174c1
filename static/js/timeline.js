// The timeline's values on hover and focus. Without it the figure keeps its own titles and its table.
"use strict";

(() => {
  const REACH = 24; // px around the pointer in which a mark answers
  let tip = null;
  let current = null;

  const centre = (mark) => {
    const box = mark.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2, box };
  };

  const lanesOf = (svg) => [...svg.querySelectorAll(".tl-lane")];
  const marksOf = (lane) => [...lane.querySelectorAll(".tl-mark")];

  /* Our own words take the place of the browser's slow title bubbles; the names stay in aria-label. */
  function takeOver(root) {
    for (const svg of root.querySelectorAll(".tl-svg")) {
      const title = svg.querySelector(":scope > title");
      if (title) {
        svg.setAttribute("aria-label", title.textContent);
        svg.removeAttribute("aria-labelledby");
        title.remove();
      }
      svg.querySelectorAll(".tl-mark > title").forEach((node) => node.remove());
    }
    root.querySelectorAll(".tl-help").forEach((node) => { node.hidden = false; });
  }

  function hide() {
    if (current) current.classList.remove("tl-on");
    if (tip) tip.hidden = true;
    current = null;
  }

  function show(mark) {
    if (mark === current) return;
    hide();
    const figure = mark.closest(".tl-figure");
    if (!tip || tip.parentNode !== figure) {
      if (tip) tip.remove();
      tip = document.createElement("div");
      tip.className = "tl-tip";
      tip.setAttribute("aria-hidden", "true"); // the mark itself carries the same words
      figure.append(tip);
    }
    current = mark;
    mark.classList.add("tl-on");
    tip.textContent = mark.getAttribute("aria-label");
    tip.hidden = false;
    place(mark, figure);
  }

  /* Above the mark where there is room, else below it; never outside the figure. */
  function place(mark, figure) {
    const frame = figure.getBoundingClientRect();
    const { x, box } = centre(mark);
    const left = Math.min(Math.max(x - frame.left - tip.offsetWidth / 2, 0), frame.width - tip.offsetWidth);
    const above = box.top - frame.top - tip.offsetHeight - 8;
    const isHidden = box.top - tip.offsetHeight - 8 < 0;
    tip.style.left = `${Math.max(left, 0)}px`;
    tip.style.top = `${isHidden ? box.bottom - frame.top + 8 : above}px`;
  }

  function distance(mark, x, y) {
    const { box } = centre(mark);
    const dx = Math.max(box.left - x, 0, x - box.right);
    const dy = Math.max(box.top - y, 0, y - box.bottom);
    return Math.hypot(dx, dy);
  }

  function nearest(svg, x, y) {
    let best = null;
    for (const lane of lanesOf(svg)) {
      const box = lane.getBoundingClientRect();
      if (y < box.top || y > box.bottom) continue;
      for (const mark of marksOf(lane)) {
        const away = distance(mark, x, y);
        if (away <= REACH && (!best || away < best.away)) best = { mark, away };
      }
    }
    return best && best.mark;
  }

  function point(event) {
    if (event.target.closest(".tl-tip")) return;
    const svg = event.target.closest(".tl-svg");
    const mark = svg && nearest(svg, event.clientX, event.clientY);
    if (mark) show(mark);
    else if (!document.activeElement.classList.contains("tl-mark")) hide();
  }

  /* Left and right within a lane, up and down to the nearest day of the next lane, Escape back to the lane. */
  function step(svg, lane, mark, key) {
    const marks = marksOf(lane);
    const at = marks.indexOf(mark);
    if (key === "ArrowRight") return marks[at + 1] || mark;
    if (key === "ArrowLeft") return at < 0 ? marks[marks.length - 1] : marks[at - 1] || mark;
    if (key === "Home") return marks[0];
    if (key === "End") return marks[marks.length - 1];
    const lanes = lanesOf(svg).filter((one) => one === lane || marksOf(one).length);
    const next = lanes[lanes.indexOf(lane) + (key === "ArrowDown" ? 1 : -1)];
    if (!next) return mark;
    const x = mark ? centre(mark).x : 0;
    const away = (one) => Math.abs(centre(one).x - x);
    return marksOf(next).reduce((best, one) => (away(one) < away(best) ? one : best));
  }

  const KEYS = new Set(["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End"]);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    const lane = event.target.closest && event.target.closest(".tl-lane");
    if (!lane || event.ctrlKey || event.metaKey || event.altKey) return;
    const mark = event.target.closest(".tl-mark");
    if (event.key === "Escape" && mark) lane.focus();
    if (!KEYS.has(event.key)) return;
    event.preventDefault();
    const target = step(lane.closest(".tl-svg"), lane, mark, event.key);
    if (target) target.focus();
  });

  document.addEventListener("focusin", (event) => {
    if (event.target.classList.contains("tl-mark")) show(event.target);
    else hide();
  });
  document.addEventListener("pointermove", point);
  document.addEventListener("pointerdown", point);
  window.addEventListener("resize", hide);
  document.addEventListener("htmx:afterSettle", () => takeOver(document));
  takeOver(document);
})();
