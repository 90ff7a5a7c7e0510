// The account menu is a native <details data-menu>; here it also closes on Escape and when the person goes elsewhere.

function openMenus() {
  return document.querySelectorAll("details[data-menu][open]");
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary").focus();
  }
});

for (const leaving of ["pointerdown", "focusin"]) {
  document.addEventListener(leaving, (event) => {
    for (const menu of openMenus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}
