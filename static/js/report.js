// Copy the report's text to the clipboard; where that is refused, open the text and select it.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    const said = document.querySelector("[data-copied]");
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Copied.";
    } catch {
      field.closest("details").open = true;
      field.select();
      said.textContent = "The text is selected below: copy it.";
    }
  });
}
