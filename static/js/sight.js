// What an answer brings above must not push the one that is being given out of sight.
let seen = null;

document.addEventListener("htmx:before:swap", () => {
  const here = document.activeElement, { top, bottom } = here.getBoundingClientRect();
  seen = bottom > 0 && top < innerHeight ? here : null;
});

document.addEventListener("htmx:after:swap", () => {
  if (seen && seen === document.activeElement) seen.scrollIntoView({ block: "nearest" });
});
