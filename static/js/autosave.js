// Each answer is kept as it is given: on change, and two seconds after the last key. #saving sends it, htmx swaps what its
// answer changes on the page. What did not go through is tried again, and told in #page-alert. Without this module each
// button of the form keeps everything all the same.
import { isDone, statusOf } from "./alert.js";
import { announce } from "./announce.js";
import { alarm, arrive, guard } from "./leaving.js";

const AFTER_TYPING = 2000, TRY_AGAIN = [1000, 3000, 10000, 30000]; // milliseconds
const ALARM_AFTER = 2, NEVER_AGAIN = [400, 404, 409, 413]; // failures in a row; statuses
const unsent = new Set(); // names of controls
let sending = null, went = [], failures = 0, refused = 0, timer = 0, isGiven = false;

const form = () => document.querySelector("form[data-autosave]");
const saving = () => document.getElementById("saving");

// What is overtaken on its way must not win: the portal passes over an earlier turn of the same page.
const takeTurn = ({ turn }) => (turn.value = Number(turn.value) + 1);

function values(names) {
  takeTurn(form().elements);
  const all = new FormData(form());
  const wanted = new Set(["csrf_token", "page", "version", "turn", "step", "verifier", ...names]);
  return [...all].filter(([name]) => wanted.has(name));
}

function send() {
  if (sending || !unsent.size || !form() || !globalThis.htmx) return;
  sending = [...unsent];
  unsent.clear();
  isGiven = false;
  saving().dataset.state = "saving";
  htmx.ajax("POST", saving().dataset.href, { source: saving() });
}

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(send, wait);
}

function failed(status) {
  for (const name of sending) unsent.add(name);
  failures += 1;
  saving().dataset.state = "failed";
  if (!status && failures >= ALARM_AFTER) alarm(); // an answer of the portal has said why in its own words
  // The first 403 brings a token of the session of now.
  const wait = status === 403 && refused !== 403 ? 0 : TRY_AGAIN[Math.min(failures, TRY_AGAIN.length) - 1];
  refused = status;
  if (!NEVER_AGAIN.includes(status)) later(wait);
}

function succeeded() {
  if (failures >= ALARM_AFTER) announce("Vos réponses sont de nouveau enregistrées.");
  failures = refused = 0;
  saving().dataset.state = unsent.size ? "saving" : "saved";
  if (!unsent.size) arrive();
}

// By one of its buttons the whole form goes, and all that was typed in it until then.
const isWhole = ({ request, sourceElement }) => request.method === "POST" && sourceElement.closest?.("[data-autosave]");

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (isWhole(ctx)) {
    went = [...unsent];
    unsent.clear();
    ctx.request.body.set("turn", takeTurn(form().elements));
  } else if (ctx.sourceElement.id === "saving" && sending) {
    for (const name of [...ctx.request.body.keys()]) ctx.request.body.delete(name);
    for (const [name, value] of values(sending)) ctx.request.body.append(name, value);
  }
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (isWhole(ctx)) {
    if (!isDone(ctx)) for (const name of went) unsent.add(name);
    saving()?.removeAttribute("data-state");
  } else if (ctx.sourceElement.id === "saving" && sending) {
    if (isDone(ctx)) succeeded();
    else failed(statusOf(ctx));
    sending = null;
    if (isGiven && !failures) send(); // what is still being typed waits for its pause
  }
});

for (const [kind, wait] of [["input", AFTER_TYPING], ["change", 0]]) {
  document.addEventListener(kind, (event) => {
    const { name, form: of } = event.target;
    if (!name || !of?.matches("[data-autosave]")) return;
    unsent.add(name);
    isGiven ||= !wait;
    later(wait);
  });
}

window.addEventListener("online", send);

guard({
  hasMore: () => Boolean(form() && (unsent.size || sending)),
  send,
  sendLast: () => navigator.sendBeacon(saving().dataset.href, new URLSearchParams(values([...unsent, ...(sending ?? [])]))),
});
