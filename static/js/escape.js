// Escape closes an edit form as its "Annuler" does, but never throws away a text.
//
// Screen-reader users press Escape to leave focus mode, so on a changed form it only offers "Rétablir" and says so.
// In the form, or in the block that is edited: a link [data-cancel] and a hidden <button type="reset" data-restore>
// (macro edit_actions). What takes the focus when a block opens may stand before its form, which it may not even have.
import { announce } from "./announce.js";

function controlChanged(control) {
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (control.type === "file") return control.files.length > 0;
  if (control instanceof HTMLSelectElement) {
    const options = Array.from(control.options);
    const wasChosen = options.some((option) => option.defaultSelected);
    // Without a chosen option in the page, the browser shows the first one.
    return options.some((option, i) => option.selected !== (wasChosen ? option.defaultSelected : i === 0));
  }
  return "defaultValue" in control && control.type !== "hidden" && control.value !== control.defaultValue;
}

// A form that came back holds typed text as its default values: it counts as changed.
function cameBack(form) {
  return form.hasAttribute("data-changed") || form.querySelector(".error-summary") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
  const cancel = event.target.closest?.(".card-editing, form")?.querySelector("[data-cancel]");
  if (!cancel) return;
  event.preventDefault();
  const form = cancel.closest("form");
  if (form && cameBack(form)) {
    announce("Votre saisie est gardée. Le bouton Annuler redonne ce qui était enregistré.");
  } else if (form && Array.from(form.elements).some(controlChanged)) {
    form.querySelector("[data-restore]")?.removeAttribute("hidden");
    announce("Votre saisie est gardée. Le bouton Rétablir redonne ce qui était enregistré.");
  } else {
    cancel.click();
  }
});

document.addEventListener("reset", (event) => {
  const restore = event.target.querySelector("[data-restore]");
  if (!restore) return;
  // The button that was pressed goes away: the first control takes the focus.
  const first = event.target.querySelector("input:not([type='hidden']), select, textarea");
  first?.focus();
  restore.hidden = true;
  announce("Ce qui était enregistré est rétabli.");
});
