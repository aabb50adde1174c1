// Warns before a session ends, and goes to the sign-in page when it has ended. The server counts; this asks it.
"use strict";

(() => {
  const dialog = document.getElementById("session");
  const WARNING = 120; // seconds before the end
  const AGAIN = 20; // seconds between two questions while the warning stands, or when no answer came
  let timer = 0;
  let isSeen = false; // the warning was read and put away

  const part = (name) => dialog.querySelector(`[data-session-${name}]`);
  const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  function wait(seconds) {
    clearTimeout(timer);
    timer = setTimeout(look, seconds * 1000 + 500);
  }

  /* How long is left; nothing when the server does not answer. An answer that is no JSON sends to sign in. */
  async function ask(address, options) {
    const headers = { "X-CSRFToken": token() };
    const answer = await fetch(address, { headers, redirect: "manual", ...options }).catch(() => null);
    if (!answer || answer.status >= 500) return null;
    return answer.ok ? answer.json() : { left: 0 };
  }

  async function look() {
    const now = await ask(dialog.dataset.left);
    if (!now) {
      wait(AGAIN);
    } else if (now.left <= 0) {
      leave();
    } else if (now.left <= WARNING) {
      warn(now);
    } else {
      isSeen = false;
      dialog.close();
      wait(now.left - WARNING);
    }
  }

  function leave() {
    document.dispatchEvent(new Event("session:over"));
    window.location.replace(dialog.dataset.page || window.location.pathname + window.location.search);
  }

  function warn({ left, may_stay: mayStay }) {
    const at = new Date(Date.now() + left * 1000);
    part("when").textContent = `at ${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
    for (const name of ["stay", "idle"]) part(name).hidden = !mayStay;
    for (const name of ["close", "longest"]) part(name).hidden = mayStay;
    if (!dialog.open && !isSeen) {
      document.dispatchEvent(new Event("session:ending"));
      dialog.showModal();
    }
    wait(Math.min(left, AGAIN));
  }

  part("stay").addEventListener("click", async () => {
    dialog.close();
    await ask(dialog.dataset.stay, { method: "POST" });
    look();
  });
  part("close").addEventListener("click", () => {
    isSeen = true;
    dialog.close();
  });
  dialog.addEventListener("cancel", () => {
    isSeen = true;
  });
  document.addEventListener("visibilitychange", () => document.hidden || look());
  wait(Math.max(0, Number(dialog.dataset.seconds) - WARNING));
})();
