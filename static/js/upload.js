// Files go one after the other, each with its progress, "Annuler" and "Réessayer"; htmx swaps the slot that comes back.
// Without this module, or without htmx, the form sends them all at once and the page says the same.
import { isDone } from "./alert.js";
import { announce } from "./announce.js";
import { arrive, guard } from "./leaving.js";
import { drop, form, isStopped, next, of, queue } from "./upload-queue.js";
import { addRow, show, showProgress, showStopped, write } from "./upload-row.js";
import { byXhr } from "./xhr.js";

let current = null;

// What is said of a refused file waits for the last one of its slot, which carries it: all is told once.
function answered(one, status, text, headers) {
  const said = new DOMParser().parseFromString(text, "text/html").querySelectorAll(".error-summary li");
  const isHeld = status === 422 && of(one.slot, "waiting").length > 0;
  one.refusals = isHeld ? [...said].map((item) => item.textContent) : [];
  one.chosen = form(one).elements.file.files; // meanwhile, for the next time
  one.ctx.target = document.getElementById(one.slot); // "Retirer" may have swapped it
  return new Response(isHeld || status === 204 ? null : text, { status: isHeld ? 204 : status, headers });
}

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (!current || ctx.sourceElement !== form(current)) return;
  const one = Object.assign(current, { ctx }), { file, slot } = one;
  const { body } = ctx.request, { maxBytes, tooLarge } = ctx.sourceElement.dataset;
  const before = of(slot, "waiting").length ? [] : of(slot, "refused").flatMap(({ refusals }) => refusals);
  body.delete("file");
  if (one.replaces) body.set("replaces", one.replaces);
  if (file.size <= maxBytes) body.append("file", file, file.name);
  else before.push(`« ${file.name} » : ${tooLarge}`);
  for (const sentence of before) body.append("refused", sentence);
  ctx.fetch = byXhr({
    begins: (xhr) => { one.xhr = xhr; },
    progress: (share) => showProgress(one, share),
    sent: () => show(one, "checking"),
    answer: (...given) => answered(one, ...given),
  });
});

function ended(one) {
  if (one.chosen?.length) form(one).elements.file.files = one.chosen;
  if (one.state === "cancelled") return;
  if (one.refusals?.length) {
    write(one, "[data-refusal]", one.refusals.join(" "));
    show(one, "refused");
  } else if (isDone(one.ctx)) {
    if (!of(one.slot, "waiting").length) of(one.slot, "refused").forEach(drop);
    drop(one);
  } else stop(one);
}

// Those behind it would meet the same: they wait for "Réessayer", or for the network to come back.
function stop(stopped) {
  const wait = stopped.ctx.response?.headers.get("Retry-After");
  for (const one of queue) if (one === stopped || one.state === "waiting") showStopped(one, wait);
}

async function go() {
  while (!current && (current = next())) {
    const one = Object.assign(current, { refusals: [], chosen: null, saidAt: performance.now() });
    show(one, "sending");
    await htmx.ajax("POST", form(one).getAttribute("action"), { source: form(one) });
    current = null;
    ended(one);
  }
  if (!queue.length) arrive();
}

function again() {
  for (const one of queue.filter(isStopped)) show(one, "waiting");
  go();
}

function cancel(one) {
  one.state = "cancelled";
  drop(one);
  one.xhr?.abort();
  announce(`L'envoi de ${one.file.name} est annulé.`);
}

document.addEventListener("submit", (event) => {
  const { target, submitter } = event, slot = target.dataset.upload;
  if (!slot || !globalThis.htmx || !target.elements.file.files.length) return; // the portal says what to do first
  event.preventDefault();
  event.stopImmediatePropagation();
  of(slot, "refused").forEach(drop);
  const replaces = submitter?.name === "replaces" ? submitter.value : "";
  for (const file of target.elements.file.files) queue.push(addRow({ file, slot, replaces }));
  target.elements.file.value = "";
  go();
}, true);

document.addEventListener("click", ({ target }) => {
  const action = target.closest?.("[data-upload-action]")?.dataset.uploadAction;
  if (action === "retry") again();
  if (action === "cancel") cancel(queue.find(({ row }) => row.contains(target)));
});

window.addEventListener("online", again);
guard({ hasMore: () => Boolean(current), send() {}, sendLast() {} });
