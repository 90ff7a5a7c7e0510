// The row of a file on its way: <template id="upload-row">, whose words stand in the page.
import { announce } from "./announce.js";

const SAY_EVERY = 10000; // milliseconds between two announcements of a progress
const size = (bytes) =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)}\u00a0Ko` : `${(bytes / 1e6).toFixed(1).replace(".", ",")}\u00a0Mo`;

export function write({ row }, place, text) {
  for (const part of row.querySelectorAll(place)) part.textContent = text;
}

export function show(one, state) {
  one.state = state;
  for (const part of one.row.querySelectorAll("[data-case]")) part.hidden = part.dataset.case !== state;
  const [again, cancel] = one.row.querySelectorAll("button");
  const here = document.activeElement;
  again.hidden = state !== "lost" && state !== "later";
  cancel.hidden = state === "checking"; // all of it is there
  if (one.row.contains(here) && here.hidden) one.row.focus();
}

// `wait`: after how many seconds to try again, if the portal said so.
export function showStopped(one, wait) {
  const time = new Date(Date.now() + 1000 * wait + 59999); // whoever waits for that minute has waited enough
  write(one, "[data-time]", time.toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" }));
  show(one, wait ? "later" : "lost");
}

export function addRow(one) {
  one.row = document.getElementById("upload-row").content.firstElementChild.cloneNode(true);
  write(one, "[data-name]", one.file.name);
  write(one, "button .visually-hidden", ` l'envoi de ${one.file.name}`);
  write(one, "[data-size]", size(one.file.size));
  one.row.querySelector("progress").setAttribute("aria-label", `Envoi de ${one.file.name}`);
  document.getElementById(`envois-${one.slot}`).append(one.row);
  show(one, "waiting");
  return one;
}

// Who was in it goes on in the next one, or in the slot.
export function removeRow({ row, slot }) {
  const had = row.contains(document.activeElement);
  const next = row.nextElementSibling ?? row.previousElementSibling ?? document.getElementById(slot);
  row.remove();
  if (had) next.focus();
}

export function showProgress(one, share) {
  const percent = Math.floor(100 * share);
  one.row.querySelector("progress").value = percent;
  write(one, "[data-percent]", `${percent}\u00a0%`);
  if (performance.now() - one.saidAt < SAY_EVERY) return;
  one.saidAt = performance.now();
  announce(`${one.file.name} : ${percent}\u00a0% envoyés`);
}
