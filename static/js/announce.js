// Says a sentence through the polite region of the page, without moving the focus.
export function announce(text) {
  const region = document.getElementById("page-status");
  if (!region) return;
  // The same sentence twice in a row is read twice only if the region was empty in between.
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = text; });
}
