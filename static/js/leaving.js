// Nobody leaves a page by a link while something of it is still on its way to be kept.
//
// A link waits for it. When it cannot be kept, the page stays and says so; followed once more, the link leads away.
const LONGEST_WAIT = 4000; // milliseconds
let following = null;

// What autosave.js waited for is kept: on to where the link led.
export function arrive() {
  if (following) location.assign(following);
}

// Says that it is not kept yet, in the words that the page brings.
export function alarm() {
  const words = document.getElementById("saving-failed");
  const region = document.getElementById("page-alert");
  if (!words || region.querySelector("[data-alarm]")) return;
  region.replaceChildren(words.content.cloneNode(true));
  region.scrollIntoView({ block: "nearest" });
}

// `hasMore`: whether something is not kept yet. `send`: sends it now; `sendLast`: as the page goes.
export function guard({ hasMore, send, sendLast }) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const isPlain = link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.button || link.target);
    if (!isPlain || link.getAttribute("href").startsWith("#") || following || !hasMore()) return;
    event.preventDefault();
    following = link.href;
    send();
    setTimeout(() => {
      following = null;
      if (hasMore()) alarm();
    }, LONGEST_WAIT);
  });

  window.addEventListener("beforeunload", (event) => {
    if (hasMore() && !following) event.preventDefault();
  });

  // The phone is put away, or somebody comes back from another tab, where they may have signed in again.
  document.addEventListener("visibilitychange", send);

  // A page that Back shows as it was is not on its way anywhere.
  window.addEventListener("pageshow", () => { following = null; });

  // The tab is closed: the browser sends it by itself.
  window.addEventListener("pagehide", () => {
    if (hasMore()) sendLast();
  });
}
