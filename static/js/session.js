// A session does not end under somebody who is at their page, and is never lost without a word.
//
// While the page is visible it asks /session now and then, which extends the session; a hidden page asks nothing. The
// dialog of the layout comes WARN_BEFORE the end that the server told last.
import { announce } from "./announce.js";

const ASK_EVERY = 300; // seconds, like all that follows
const ASK_AGAIN = 30; // after no answer, and before a warning
const WARN_BEFORE = 300;
const LOOK_EVERY = 10;
const line = document.getElementById("session-end");
const dialog = document.getElementById("session-dialog");
let told, tried, secondsLeft, failed = false, seen = "";

// Both clocks: one stops while the computer sleeps, the other may be set back.
const now = () => ({ wall: Date.now(), steady: performance.now() });
const since = (then) => Math.max(Date.now() - then.wall, performance.now() - then.steady) / 1000;
const left = () => secondsLeft - since(told);

function renewTokens(token) {
  for (const input of document.querySelectorAll("input[name='csrf_token']")) input.value = token;
}

function learn(answer) {
  told = now();
  secondsLeft = Number(answer.dataset.secondsLeft);
  line.toggleAttribute("data-limit", "limit" in answer.dataset);
  renewTokens(answer.querySelector("input[name='csrf_token']").value);
  for (const time of dialog.querySelectorAll("[data-time]")) time.textContent = answer.dataset.time;
  if (answer !== line && !line.contains(document.activeElement)) line.replaceChildren(...answer.childNodes);
}

async function ask() {
  tried = now();
  failed = true;
  try {
    const headers = { "HX-Request": "true", "HX-Target": "section#session-end" };
    const answer = await fetch("/session", { headers, cache: "no-store", redirect: "error" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const end = page.getElementById("session-end");
    failed = !end && answer.status !== 401;
    if (answer.status === 401) secondsLeft = 0;
    // Somebody else is signed in by now: that session is not this page's to speak of.
    else if (end?.dataset.account === line.dataset.account) learn(end);
  } catch {
    // The end that was told last stays.
  }
}

function show(name) {
  if (seen === name) return;
  seen = name;
  for (const part of dialog.querySelectorAll("[data-case]")) part.hidden = part.dataset.case !== name;
  dialog.setAttribute("aria-labelledby", `session-${name}`);
  if (!dialog.open) dialog.showModal();
  document.getElementById(`session-${name}`).focus(); // a title: a key pressed by somebody who types does nothing
}

function tell() {
  if (left() <= 0) return show("ended");
  if (left() <= WARN_BEFORE) return show("limit" in line.dataset ? "limit" : "soon");
  dialog.close();
  if (seen === "ended") announce("Vous êtes de nouveau connecté. Votre saisie est toujours à l'écran.");
  seen = "";
}

async function look(wait) {
  if (document.visibilityState !== "visible") return;
  const isNear = left() <= WARN_BEFORE || failed;
  if (since(tried) >= Math.min(wait, isNear ? ASK_AGAIN : ASK_EVERY)) await ask();
  tell();
}

async function extend() {
  await ask();
  dialog.querySelector("[data-no-answer]").hidden = !failed;
  if (!failed) tell();
  if (!dialog.open) announce(`Votre session est prolongée jusqu'à ${dialog.querySelector("[data-time]").textContent}.`);
}

if (line && dialog) {
  tried = now();
  learn(line);
  tell();
  setInterval(() => look(ASK_EVERY), LOOK_EVERY * 1000);
  document.addEventListener("visibilitychange", () => look(0));
  dialog.addEventListener("click", (event) => {
    const action = event.target.closest("[data-session]")?.dataset.session;
    if (action === "close") dialog.close();
    if (action === "extend") extend();
  });
}

// The answer that refuses a form of an earlier session brings a token of the session of now.
document.addEventListener("htmx:after:swap", () => {
  const alert = document.querySelector("#page-alert [data-csrf-token]");
  if (!alert) return;
  renewTokens(alert.dataset.csrfToken);
  alert.removeAttribute("data-csrf-token");
});
