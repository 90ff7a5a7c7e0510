// A page that stays open outlives its session.
//
// After a new login its forms have the security token of the old one: the answer that refuses them brings a new token.

function renewTokens(token) {
  for (const input of document.querySelectorAll("input[name='csrf_token']")) input.value = token;
}

document.addEventListener("htmx:after:swap", () => {
  const alert = document.querySelector("#page-alert [data-csrf-token]");
  if (!alert) return;
  renewTokens(alert.dataset.csrfToken);
  alert.removeAttribute("data-csrf-token");
});
