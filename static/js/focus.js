// After a swap, the focus is in what changed.
//
// htmx focuses [autofocus] and gives the focus back to an element that kept its id. What is left: an element that went
// away with the old content leaves the focus on <body>; then the element marked data-focus in the new block takes it.

// Buttons that htmx presses by itself are hidden by this, and by nothing less: it may be missing where scripts run.
if (globalThis.htmx) document.documentElement.dataset.htmx = "";

// What takes the focus when the target itself is gone: a removed block names it by data-focus-after.
function leftBehind(target) {
  const place = !target.isConnected && document.getElementById(target.dataset?.focusAfter);
  if (place && document.activeElement === document.body) place.focus();
}

function liveTarget(target) {
  // An outer swap replaces the target itself; the new one has the same id.
  return target.isConnected ? target : target.id && document.getElementById(target.id);
}

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail.ctx?.target;
  const block = target && liveTarget(target);
  if (target && !block) leftBehind(target);
  if (!block) return;
  if (document.activeElement === document.body) {
    const wanted = block.matches("[data-focus]") ? block : block.querySelector("[data-focus]");
    if (wanted && !wanted.matches("a[href], button, input, select, textarea, summary, [tabindex]")) wanted.tabIndex = -1;
    wanted?.focus();
  }
});
