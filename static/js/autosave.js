// Each answer is kept as it is given: on change, and two seconds after the last key. The page never waits for it.
//
// #saving sends (htmx swaps what its answer changes on the page) and says how it went. What did not go through is tried
// again, and told in #page-alert. Without this module each button of the form keeps everything all the same.
import { announce } from "./announce.js";

const AFTER_TYPING = 2000; // milliseconds, like all that follows
const TRY_AGAIN = [1000, 3000, 10000, 30000];
const ALARM_AFTER = 2; // failures in a row
const LONGEST_WAIT = 4000; // of a link that was followed, for what is still on its way
const NEVER_AGAIN = [400, 404, 413];
const unsent = new Set(); // names of controls
let sending = null, failures = 0, timer = 0, following = null, isGiven = false;

const form = () => document.querySelector("form[data-autosave]");
const saving = () => document.getElementById("saving");

function values(names) {
  const all = new FormData(form());
  const wanted = new Set(["csrf_token", "page", "version", "step", ...names]);
  return [...all].filter(([name]) => wanted.has(name));
}

function send() {
  clearTimeout(timer);
  if (sending || !unsent.size || !form() || !globalThis.htmx) return;
  sending = [...unsent];
  unsent.clear();
  isGiven = false;
  saving().dataset.state = "saving";
  htmx.trigger(saving(), "save");
}

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(send, wait);
}

function alarm() {
  const words = document.getElementById("saving-failed");
  const region = document.getElementById("page-alert");
  if (!words || region.querySelector("[data-alarm]")) return;
  region.replaceChildren(words.content.cloneNode(true));
  region.scrollIntoView({ block: "nearest" });
}

function failed(status) {
  for (const name of sending) unsent.add(name);
  failures += 1;
  saving().dataset.state = "failed";
  // An answer of the portal has said why in its own words.
  if (!status && failures >= ALARM_AFTER) alarm();
  if (!NEVER_AGAIN.includes(status)) later(TRY_AGAIN[Math.min(failures, TRY_AGAIN.length) - 1]);
}

function succeeded() {
  if (failures >= ALARM_AFTER) announce("Vos réponses sont de nouveau enregistrées.");
  failures = 0;
  saving().dataset.state = unsent.size ? "saving" : "saved";
  if (following && !unsent.size) location.assign(following);
}

// The whole form went, by one of its buttons, and was answered.
function keptWhole(ctx) {
  const sender = ctx.sourceElement;
  const isWhole = ctx.request.method === "POST" && sender.closest?.("form[data-autosave]");
  return isWhole && [200, 204, 409, 422].includes(ctx.response?.status);
}

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.sourceElement.id !== "saving" || !sending) return;
  for (const name of [...ctx.request.body.keys()]) ctx.request.body.delete(name);
  for (const [name, value] of values(sending)) ctx.request.body.append(name, value);
});

document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  if (keptWhole(ctx)) {
    unsent.clear();
    saving()?.removeAttribute("data-state");
  }
  if (ctx.sourceElement.id !== "saving" || !sending) return;
  const status = ctx.response?.status ?? 0;
  if ([200, 409].includes(status)) succeeded();
  else failed(status);
  sending = null;
  if (isGiven && !failures) send(); // what is still being typed waits for its pause
});

for (const [kind, wait] of [["input", AFTER_TYPING], ["change", 0]]) {
  document.addEventListener(kind, (event) => {
    const { name, form: of } = event.target;
    if (!name || !of || of !== form()) return;
    unsent.add(name);
    isGiven ||= !wait;
    if (wait) later(wait);
    else send();
  });
}

window.addEventListener("online", send);

// A link waits for what is on its way; if that cannot be kept, the page stays and says so. Followed again, it leaves.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button || link?.target);
  if (!link || !isPlain || link.getAttribute("href").startsWith("#") || following || !(unsent.size || sending)) return;
  event.preventDefault();
  following = link.href;
  send();
  setTimeout(() => {
    following = null;
    if (unsent.size || sending) alarm();
  }, LONGEST_WAIT);
});

window.addEventListener("beforeunload", (event) => {
  if ((unsent.size || failures) && !following) event.preventDefault();
});

// The phone is put away, the tab is closed: the browser sends this by itself.
window.addEventListener("pagehide", () => {
  if (!unsent.size || !form()) return;
  navigator.sendBeacon(saving().dataset.href, new URLSearchParams(values(unsent)));
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") send();
});
