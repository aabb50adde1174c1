// Keeps on the server what is being typed, so that a crash, an ended session or a closed window loses at most
// ten seconds of it. Nothing is kept in the browser. The page offers it again; see components/drafts.html.
"use strict";

(() => {
  const saveUrl = document.currentScript.dataset.save;
  const LATEST = 10_000; // ms from the first key stroke that is not kept yet
  const AFTER_FIELD = 500; // ms after a field was left: a click on Save comes first
  const AGAIN = 1_100; // ms after the server asked to wait
  const LONGEST_WAIT = 2_000; // ms that a Save waits for a draft that is under way
  const TYPED = "input:not([type=hidden]):not([type=file]):not([type=submit]), textarea, select";
  const WORDS = {
    401: "Not kept: you are signed out",
    413: "Too long to be kept while you type",
  };
  const states = new WeakMap(); // by form: what of it waits to be kept

  /* By attributes: a field may be called id or method. */
  const isKept = (form) =>
    form instanceof HTMLFormElement &&
    form.matches("#main form[method=post]:not([hidden], #intake-form)") && // that one keeps each choice itself
    form.querySelector("[type=password]") === null &&
    form.querySelector(TYPED) !== null;

  const actionOf = (form) => form.getAttribute("action") ?? "";
  const stateOf = (form) => states.get(form) ?? states.set(form, { timer: 0, last: "", flight: null }).get(form);
  const clean = (text) => (text ?? "").replace(/\*/g, "").replace(/\s+/g, " ").trim();

  /* What is kept, and in which words it is offered again ---------------------------------------------------- */

  function titleOf(form) {
    const named = document.getElementById(form.getAttribute("aria-labelledby"));
    const around = form.closest(".drug, .item, .labs-panel, .limits-panel, .organ, section, .card, .page-new, .intake");
    return clean((named ?? around?.querySelector("h3, h2, h1") ?? document.querySelector("h1"))?.textContent);
  }

  function isChanged(field) {
    if (field.matches("select")) return [...field.options].some((one) => one.selected !== one.defaultSelected);
    if (field.matches("[type=radio], [type=checkbox]")) return field.checked !== field.defaultChecked && field.checked;
    return field.value !== field.defaultValue;
  }

  const isChoice = (field) => field.matches("[type=radio], [type=checkbox]");
  const isFilled = (field) => (isChoice(field) ? field.checked : field.value.trim() !== "");

  /* By its id: a form that was swapped out knows no labels any more. */
  const labelOf = (field) => field.form?.querySelector(`label[for="${CSS.escape(field.id)}"]`);

  function nameOf(field) {
    const group = isChoice(field) && field.closest("[id^=div_id_], fieldset, [role=group]");
    const label = group ? group.querySelector("legend, label") : labelOf(field);
    return clean(label?.textContent);
  }

  function valueOf(field) {
    if (field.matches("select")) return clean(field.selectedOptions[0]?.textContent);
    return isChoice(field) ? clean(labelOf(field)?.textContent) : clean(field.value);
  }

  function wordsOf(form) {
    const fields = [...form.querySelectorAll(TYPED)];
    const isWhole = stateOf(form).isWhole || !fields.some(isChanged); // refused or put back: what was typed is no change
    const shown = fields.filter((field) => (isWhole || isChanged(field)) && isFilled(field));
    return shown.map((field) => `${nameOf(field)} ${valueOf(field)}`.trim()).join("; ").slice(0, 1000);
  }

  function bodyOf(form) {
    const sent = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    return new URLSearchParams(sent);
  }

  /* Keeping ------------------------------------------------------------------------------------------------ */

  function mark(form, after = LATEST) {
    if (!isKept(form)) return;
    const state = stateOf(form);
    if (state.isRefused || state.isSent) return;
    state.isDirty = true;
    if (state.timer && state.due <= Date.now() + after) return;
    clearTimeout(state.timer);
    state.due = Date.now() + after;
    state.timer = setTimeout(() => keep(form), after);
  }

  function keep(form) {
    const state = stateOf(form);
    clearTimeout(state.timer);
    state.timer = 0;
    if (!state.isDirty || state.isRefused || state.isSent) return;
    const body = bodyOf(form);
    const text = body.toString();
    state.isDirty = false;
    if (text === state.last) return;
    body.set("draft-action", actionOf(form));
    body.set("draft-title", titleOf(form));
    body.set("draft-words", wordsOf(form));
    state.flight = send(form, state, body, text).finally(() => { state.flight = null; });
  }

  async function send(form, state, body, text) {
    const headers = { "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded" };
    const options = { method: "POST", body: body.toString(), headers, redirect: "manual" };
    options.keepalive = options.body.length < 60_000; // the page may be gone before the answer comes
    const answer = await fetch(saveUrl, options).catch(() => null);
    if (answer?.status === 200) {
      state.last = text;
      const { at, discard } = await answer.json().catch(() => ({ at: "" }));
      state.discard = discard;
      say(form, state, `Draft kept ${at}`, false);
      if (!form.isConnected) offerAgain();
    } else if (answer?.status === 204) {
      state.isRefused = true;
    } else {
      if (answer?.status !== 429) say(form, state, WORDS[answer?.status] ?? "Not kept: no answer from the server");
      if (form.isConnected && answer?.status !== 413) mark(form, answer?.status === 429 ? AGAIN : LATEST);
    }
  }

  /* The form went with what was swapped, unsaved: the page says so now, not at the next one. */
  function offerAgain() {
    const isCase = document.querySelector(".case") && document.getElementById("drafts");
    const here = window.location.pathname + window.location.search;
    if (isCase) htmx.ajax("GET", here, { target: "#drafts", select: "#drafts", swap: "outerHTML" });
  }

  /* Said once to who listens; after that it only stands there. */
  function say(form, state, words, isWarning = true) {
    if (!state.place?.isConnected) {
      state.place = document.createElement("span");
      state.place.className = "draft-status small";
      state.place.setAttribute("role", "status");
      (form.querySelector(":scope > .form-actions, :scope > .actions") ?? form).append(state.place);
    } else if (state.hasSaid) {
      state.place.setAttribute("aria-live", "off");
    }
    state.place.classList.toggle("tone-warn", isWarning);
    state.place.textContent = words;
    state.hasSaid = true;
  }

  const keepAll = () => document.querySelectorAll("#main form").forEach((form) => states.has(form) && keep(form));

  for (const event of ["input", "change"]) document.addEventListener(event, ({ target }) => mark(target.form));
  document.addEventListener("focusout", ({ target }) => {
    if (target.form && states.get(target.form)?.isDirty) mark(target.form, AFTER_FIELD);
  });
  document.addEventListener("visibilitychange", () => document.hidden && keepAll());
  window.addEventListener("pagehide", keepAll);
  document.addEventListener("session:ending", keepAll);

  /* Saving: what is kept goes with it. A draft that is under way must not arrive after it. ------------------ */

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const state = states.get(form);
      if (!state) return;
      clearTimeout(state.timer);
      state.timer = 0;
      if (!state.flight) {
        state.isSent = true;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      const wait = new Promise((done) => setTimeout(done, LONGEST_WAIT));
      const { submitter } = event;
      Promise.race([state.flight, wait]).then(() => {
        state.flight = null;
        if (form.isConnected) form.requestSubmit(submitter?.isConnected ? submitter : undefined);
      });
    },
    true,
  );

  /* What was sent and neither saved nor shown again is still typed. By the status: where the answer leads to
     another page, htmx leaves before it says successful. */
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const state = states.get(detail.elt);
    const isTaken = detail.xhr.status >= 200 && detail.xhr.status < 400;
    if (state && !isTaken) {
      state.isSent = false;
      mark(detail.elt, AGAIN);
    }
  });

  /* Cancel puts away what was kept; the next page has the way back. ----------------------------------------- */

  const isOf = (form, { draft, putBack, parts }) =>
    [actionOf(form), ...parts.split(" ").filter(Boolean).map((name) => form.elements[name]?.value ?? "")].join("|") ===
    (draft ?? putBack);
  const offerOf = (form) =>
    [...document.querySelectorAll("[data-draft], [data-put-back]")].find((one) => isOf(form, one.dataset));
  const discardOf = (form) =>
    states.get(form)?.discard ?? offerOf(form)?.querySelector("form").getAttribute("action");

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.("a.btn-quiet[href], .conflict a[href]");
      const form = link?.closest("form");
      const url = form && discardOf(form);
      const state = form && stateOf(form);
      if (!form || state.isSent) return;
      clearTimeout(state.timer);
      state.isSent = true;
      if (!url) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
      const headers = { "HX-Request": "true", "X-CSRFToken": token };
      fetch(url, { method: "POST", headers, redirect: "manual" }).catch(() => null).finally(() => link.click());
    },
    true,
  );

  /* A form that was refused is typed and not saved; what is put back is kept already. ----------------------- */

  function isRefused(form) {
    const summary = document.querySelector("#main .error-summary");
    return Boolean(summary) && (form.contains(summary) || summary.parentNode.contains(form));
  }

  function look() {
    const back = document.querySelector("[data-put-back]");
    for (const form of document.querySelectorAll("#main form")) {
      if (!isKept(form) || states.has(form)) continue;
      const isBack = back && isOf(form, back.dataset);
      if (!isBack && !isRefused(form)) continue;
      stateOf(form).isWhole = true;
      if (isBack) goTo(form);
      else mark(form);
    }
    for (const offer of document.querySelectorAll("[data-draft]")) {
      offer.hidden = [...document.forms].some(
        (form) => isOf(form, offer.dataset) && (states.has(form) || form.closest(".conflict")),
      );
    }
  }

  function goTo(form) {
    const state = stateOf(form);
    const fields = [...form.querySelectorAll(TYPED)];
    for (const field of fields.filter(isFilled)) field.closest("details")?.setAttribute("open", "");
    if (!document.querySelector("#main .error-summary")) fields.find((one) => !isChoice(one))?.focus({ preventScroll: true });
    form.scrollIntoView({ block: "center" });
    state.last = bodyOf(form).toString();
    say(form, state, "Put back, not saved yet");
  }

  document.addEventListener("htmx:afterSettle", look);
  look();
})();
