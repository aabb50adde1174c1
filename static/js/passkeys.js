// Ties the buttons of the sign-in pages to allauth's passkey script; without scripts the forms stay hidden.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-passkey]");
  if (!form || !window.PublicKeyCredential) {
    return;
  }
  const button = form.querySelector("#passkey-button");
  const credential = form.querySelector("[name=credential]");
  const ids = { login: button.id, authenticate: button.id, add: button.id, credential: credential.id };
  if (document.getElementById("passkey-data")) {
    ids.data = "passkey-data";
  }
  const passwordless = form.querySelector("[name=passwordless]");
  if (passwordless) {
    passwordless.checked = true;
    ids.passwordless = passwordless.id;
  }
  if (form.dataset.passkey === "addForm") {
    button.type = "button";
  }
  form.hidden = false;
  window.allauth.webauthn.forms[form.dataset.passkey]({ ids });
});

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelector("[data-passkey-problem]").hidden = false;
});
