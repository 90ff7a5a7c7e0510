// After a swap, the focus is in what changed.
//
// htmx focuses [autofocus] and gives the focus back to an element that kept its id. What is left: an element that went
// away with the old content leaves the focus on <body>; then the element marked data-focus in the new block takes it.

// Buttons that htmx presses by itself are hidden by this, and by nothing less: it may be missing where scripts run.
if (globalThis.htmx) document.documentElement.dataset.htmx = "";

// Who writes elsewhere by the time that an answer comes keeps the focus there: the rest of a word must not land in a row
// that has just appeared. What has to be known is said by its role.
const since = new WeakMap(); // where the focus was, and how much had been typed, when a request left
let typed = 0;

document.addEventListener("input", () => { typed += 1; });

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  since.set(ctx, { place: document.activeElement, typed });
});

document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  const here = document.activeElement, then = since.get(ctx);
  const isWriting = here.matches("input, select, textarea") && then && (then.place !== here || then.typed !== typed);
  if (!isWriting) return;
  for (const { fragment } of tasks) for (const one of fragment.querySelectorAll("[autofocus]")) one.removeAttribute("autofocus");
});

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
