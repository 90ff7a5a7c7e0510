// "Afficher" beside each password; the button stays hidden without JavaScript. One listener serves swapped forms too.

function reveal(root) {
  for (const button of root.querySelectorAll("button.reveal[hidden]")) button.hidden = false;
}

function setShown(button, shown) {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  if (!input) return;
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button.reveal");
  if (button) setShown(button, button.getAttribute("aria-pressed") !== "true");
});

// Sent as a password, so that browsers offer to remember it and never keep it as a form's ordinary text.
document.addEventListener("submit", (event) => {
  for (const button of event.target.querySelectorAll("button.reveal")) setShown(button, false);
}, true);

document.addEventListener("htmx:after:swap", () => reveal(document));
reveal(document);
