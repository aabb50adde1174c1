// Drugs tab: fill in the ATC code of a suggested name, or offer its codes where the use decides.
"use strict";

/* The codes of a name; a synonym or brand has those of its substance. */
function knownCodes(name) {
  const typed = name.trim().replace(/\s+/g, " ").toLowerCase();
  const options = [...document.querySelectorAll("#drug-names option")];
  const named = (wanted) => options.filter((option) => option.value.toLowerCase() === wanted);
  const found = named(typed);
  const substance = found.find((option) => option.dataset.of)?.dataset.of;
  return (substance ? named(substance) : found).map((option) => option.dataset).filter(({ atc }) => atc);
}

function offerCodes(place, codes, input) {
  place.replaceChildren(
    ...codes.map(({ atc, use }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-quiet btn-sm";
      button.textContent = use ? `Use ${atc} (${use})` : `Use ${atc}`;
      button.addEventListener("click", () => {
        input.value = atc;
        place.hidden = true;
        input.focus();
      });
      return button;
    }),
  );
  place.hidden = codes.length === 0;
}

/* A code that was filled in follows the name; one that a person typed stays. */
document.addEventListener("change", (event) => {
  const form = event.target.matches("input[list='drug-names']") && event.target.form;
  if (!form) return;
  const input = form.querySelector("input[name='atc']");
  const place = form.querySelector("[data-codes]");
  if (input.value && input.value !== input.dataset.filled) return;
  const codes = knownCodes(event.target.value);
  const isPlain = codes.length === 1 && !codes[0].use;
  input.value = isPlain ? codes[0].atc : "";
  input.dataset.filled = input.value;
  offerCodes(place, isPlain ? [] : codes, input);
});
