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

  function nameOf(field) {
    const group = isChoice(field) && field.closest("[id^=div_id_], fieldset, [role=group]");
    const label = group ? group.querySelector("legend, label") : field.labels?.[0];
    return clean(label?.textContent);
  }

  function valueOf(field) {
    if (field.matches("select")) return clean(field.selectedOptions[0]?.textContent);
    return isChoice(field) ? clean(field.labels?.[0]?.textContent) : clean(field.value);
  }

  function wordsOf(form) {
    const fields = [...form.querySelectorAll(TYPED)];
    const changed = fields.filter(isChanged);
    const shown = (changed.length ? changed : fields).filter(isFilled);
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
      const { at } = await answer.json().catch(() => ({ at: "" }));
      say(form, state, `Draft kept ${at}`);
    } else if (answer?.status === 204) {
      state.isRefused = true;
    } else {
      if (answer?.status !== 429) say(form, state, WORDS[answer?.status] ?? "Not kept: no answer from the server");
      if (form.isConnected && answer?.status !== 413) mark(form, answer?.status === 429 ? AGAIN : LATEST);
    }
  }

  /* Said once to who listens; after that it only stands there. */
  function say(form, state, words) {
    if (!state.place?.isConnected) {
      state.place = document.createElement("span");
      state.place.className = "draft-status muted small";
      state.place.setAttribute("role", "status");
      (form.querySelector(":scope > .form-actions, :scope > .actions") ?? form).append(state.place);
    } else if (state.hasSaid) {
      state.place.setAttribute("aria-live", "off");
    }
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

  /* What was sent and neither saved nor shown again is still typed. */
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const state = states.get(detail.elt);
    if (state && !detail.successful) {
      state.isSent = false;
      mark(detail.elt, AGAIN);
    }
  });

  /* A form that was refused, or put back, is typed and not saved. ------------------------------------------- */

  function isUnsaved(form) {
    const put = document.getElementById("drafts")?.dataset.putBack;
    if (put && actionOf(form) === put) return true;
    const summary = document.querySelector("#main .error-summary");
    return Boolean(summary) && (form.contains(summary) || summary.parentNode.contains(form));
  }

  function look() {
    for (const form of document.querySelectorAll("#main form")) {
      if (isKept(form) && !states.has(form) && isUnsaved(form)) mark(form);
    }
    for (const offer of document.querySelectorAll("[data-draft]")) {
      const form = [...document.forms].find((one) => actionOf(one) === offer.dataset.draft && states.has(one));
      offer.hidden = Boolean(form);
    }
  }

  function goToPutBack() {
    const put = document.getElementById("drafts")?.dataset.putBack;
    const form = put && [...document.forms].find((one) => actionOf(one) === put && isKept(one));
    if (!form) return;
    const fields = [...form.querySelectorAll(TYPED)];
    for (const field of fields.filter(isFilled)) field.closest("details")?.setAttribute("open", "");
    if (!document.querySelector("#main .error-summary")) fields.find((one) => !isChoice(one))?.focus({ preventScroll: true });
    form.scrollIntoView({ block: "center" });
  }

  document.addEventListener("htmx:afterSettle", look);
  look();
  goToPutBack();
})();
