// The files that a person has chosen and that are not in their slot yet: { file, slot, replaces, row, state, … }.
//
// `state`: waiting, sending, checking; refused, while others of its slot wait; lost, later; cancelled.
import { removeRow } from "./upload-row.js";

export const queue = [];
export const of = (slot, state) => queue.filter((one) => one.slot === slot && one.state === state);
export const next = () => queue.find(({ state }) => state === "waiting");
export const isStopped = ({ state }) => state === "lost" || state === "later";

// Asked for each time: an answer puts another one in its place.
export const form = ({ slot }) => document.querySelector(`form[data-upload="${slot}"]`);

export function drop(one) {
  queue.splice(queue.indexOf(one), 1);
  removeRow(one);
}
