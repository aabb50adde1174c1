// Warns before a session ends for want of a click, and goes to the sign-in page when it has ended.
"use strict";

(() => {
  const dialog = document.getElementById("session");
  const WARNING = 120;
  let timer = 0;

  const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  async function ask(address, options) {
    const answer = await fetch(address, { headers: { "X-CSRFToken": token() }, redirect: "manual", ...options });
    return answer.ok ? (await answer.json()).left : 0;
  }

  async function look() {
    const left = await ask(dialog.dataset.left);
    if (left <= 0) {
      document.dispatchEvent(new Event("session:over"));
      window.location.reload();
    } else if (left <= WARNING) {
      warn(left);
    } else {
      if (dialog.open) {
        dialog.close();
      }
      wait(left - WARNING);
    }
  }

  function warn(left) {
    const at = new Date(Date.now() + left * 1000);
    const words = `at ${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
    dialog.querySelector("[data-session-when]").textContent = words;
    if (!dialog.open) {
      document.dispatchEvent(new Event("session:ending"));
      dialog.showModal();
    }
    wait(Math.min(left, 20));
  }

  function wait(seconds) {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, seconds * 1000 + 500);
  }

  dialog.querySelector("[data-session-stay]").addEventListener("click", async () => {
    const left = await ask(dialog.dataset.stay, { method: "POST" });
    dialog.close();
    wait(Math.max(0, left - WARNING));
  });
  document.addEventListener("visibilitychange", () => document.hidden || look());
  wait(Number(dialog.dataset.seconds) - WARNING);
})();
