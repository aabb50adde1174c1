// A table on its way in: each choice refreshes the preview at once, a file and a long import show how far they
// are. Without it the buttons do the same.
"use strict";

(() => {
  const form = () => document.getElementById("intake-form");
  const start = () => document.getElementById("intake-start");
  const later = new Map(); // what was changed while an answer was under way: the value by the id of its control
  let isBusy = false;
  let focusOn = ""; // the id of the control in use when the preview is swapped

  /* Choices ------------------------------------------------------------------------------------------------ */

  function say() {
    focusOn = document.activeElement?.id || "";
    isBusy = true;
    htmx.trigger(form(), "say");
  }

  /* A number or day that is typed chooses its own radio button. */
  function choose(field) {
    const button = field.dataset.chooses && document.getElementById(field.dataset.chooses);
    if (button && field.value.trim()) button.checked = true;
  }

  /* A radio button whose number is still to be typed waits for it. */
  function waitsForText(button) {
    const field = form().querySelector(`[data-chooses="${CSS.escape(button.id)}"]`);
    if (!field || field.value.trim()) return false;
    field.focus();
    return true;
  }

  document.addEventListener("change", ({ target }) => {
    if (!form()?.contains(target)) return;
    choose(target);
    if (target.type === "radio" && waitsForText(target)) return;
    if (isBusy) later.set(target.id, target.type === "radio" || target.type === "checkbox" ? target.checked : target.value);
    else say();
  });

  /* Enter in a field and the button do what a change does. */
  document.addEventListener("submit", (event) => {
    if (event.target !== form() || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (!isBusy) say();
  });

  function redo() {
    for (const [id, value] of later) {
      const control = document.getElementById(id);
      if (!control) continue;
      if (typeof value === "boolean") control.checked = value;
      else control.value = value;
    }
    later.clear();
    say();
  }

  const isOurs = (event) => event.detail.requestConfig?.elt?.id === "intake-form";

  function keepFocus() {
    const control = document.getElementById(focusOn);
    if (!control || document.querySelector(".intake .error-summary")) return;
    control.closest("details")?.setAttribute("open", "");
    control.focus({ preventScroll: true });
  }

  document.addEventListener("htmx:afterRequest", (event) => {
    if (isOurs(event)) isBusy = false;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    prepare();
    if (isOurs(event)) keepFocus();
    if (form() && later.size && !isBusy) redo();
  });

  /* What happened instead of what was asked for takes the focus; what is not taken over yet has its button. */
  function prepare() {
    const update = document.getElementById("intake-update");
    const said = document.querySelector(".intake-said");
    if (update) update.hidden = !said && !document.querySelector(".intake .error-summary");
    said?.focus();
  }

  /* How far a file or an import is ------------------------------------------------------------------------- */

  const bar = () => document.querySelector(".intake-progress");

  function show(done, total, words) {
    bar().hidden = false;
    bar().querySelector("progress").value = total ? (100 * done) / total : 0;
    bar().querySelector("output").textContent = words;
  }

  const inMegabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  const hasFile = () => Boolean(start()?.querySelector("[type=file]").files.length);

  document.addEventListener("htmx:xhr:progress", ({ target, detail }) => {
    if (target !== start() || !hasFile() || !detail.lengthComputable) return;
    const words = detail.loaded < detail.total ? `${inMegabytes(detail.loaded)} of ${inMegabytes(detail.total)}` : "Reading it";
    show(detail.loaded, detail.total, words);
  });

  let watch = null;

  function poll(url) {
    watch = setInterval(async () => {
      const answer = await fetch(url).catch(() => null);
      const { done = 0, total = 0 } = answer?.ok ? await answer.json() : {};
      if (watch && total) show(done, total, `${done.toLocaleString("en")} of ${total.toLocaleString("en")}`);
    }, 400);
  }

  function stopPolling() {
    clearInterval(watch);
    watch = null;
  }

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    const url = detail.elt.dataset.progress;
    if (url) {
      show(0, 0, "");
      poll(url);
    } else if (detail.elt === start() && hasFile()) show(0, 0, "");
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt.dataset.progress) stopPolling();
    if (bar() && (detail.elt === start() || detail.elt.dataset.progress)) bar().hidden = true;
  });

  document.addEventListener("click", ({ target }) => {
    if (target.matches("[data-abort]")) htmx.trigger(start(), "htmx:abort");
    if (target.matches("[data-stop]")) {
      const token = form().querySelector("[name=csrfmiddlewaretoken]").value;
      fetch(target.dataset.stop, { method: "POST", redirect: "manual", headers: { "X-CSRFToken": token, "HX-Request": "true" } });
      target.disabled = true;
    }
  });

  prepare();
})();
