// When no answer comes, or one that says nothing to the reader (a proxy's page), #page-alert says so and the form stays.
//
// The portal's own error answers hold an <hx-partial> for #page-alert: htmx shows it without us. What answers in the
// portal's place (a proxy, the welcome page of a hotel's network) may well say 200: none of it comes into the page.

const FORM_ANSWERS = [409, 422];
const ALERT = 'hx-target="#page-alert"';

const isOurs = (response) => response?.headers.has("X-Request-Id"); // each answer of the portal has a number

// Of what the portal answered; 0 where nothing came, or another's page.
export const statusOf = ({ response }) => (isOurs(response) ? response.status : 0);

// Whether the portal did what it was asked. A 409 and a 422 do all that they can where they bring the page's own words,
// and nothing where they bring an alert.
export const isDone = (ctx) => [200, 204, ...FORM_ANSWERS].includes(statusOf(ctx)) && !ctx.text?.includes(ALERT);

function region() {
  return document.getElementById("page-alert");
}

function say() {
  const words = document.getElementById("network-alert");
  if (words) region()?.replaceChildren(words.content.cloneNode(true));
  region()?.scrollIntoView({ block: "nearest" });
}

// A script error inside htmx fires the same event without a request context: nothing for the reader. What tries again by
// itself speaks for itself.
document.addEventListener("htmx:error", (event) => {
  const { ctx } = event.detail;
  if (ctx && !ctx.sourceElement.matches("[data-tries-again]")) say();
});

document.addEventListener("htmx:before:response", (event) => {
  const { response, sourceElement } = event.detail.ctx;
  if (isOurs(response)) return;
  event.preventDefault();
  if (!sourceElement.matches("[data-tries-again]")) say();
});

document.addEventListener("htmx:response:error", (event) => {
  const { response, text } = event.detail.ctx;
  if (!FORM_ANSWERS.includes(response.status) && !text.includes("<hx-partial")) say();
});

// The alert of an earlier try must not outlive a try that works.
document.addEventListener("htmx:before:swap", (event) => {
  const status = event.detail.ctx.response?.status;
  if (status < 400 || FORM_ANSWERS.includes(status)) region()?.replaceChildren();
});
