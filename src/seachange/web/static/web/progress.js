// A bar for what takes longer than a moment, and a word for who cannot see it.
const say = (words) => document.dispatchEvent(new CustomEvent("say", { detail: words }));
const bar = document.getElementById("progress");
const waiting = new Map();

function begin(key) {
  end(key);
  const shown = setTimeout(() => { bar.hidden = false; }, 250);
  const said = setTimeout(() => say("Still at work"), 2500);
  waiting.set(key, [shown, said]);
}

function end(key) {
  for (const timer of waiting.get(key) ?? []) clearTimeout(timer);
  waiting.delete(key);
  if (!waiting.size) bar.hidden = true;
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => begin(detail.xhr));
document.addEventListener("htmx:afterRequest", ({ detail }) => end(detail.xhr));
// A form that asks for a place of the very page that is there fetches none.
function stays(form, pressed) {
  const to = new URL(form.getAttribute("action") ?? "", location);
  to.search = new URLSearchParams(new FormData(form, pressed));
  const isHere = to.pathname + to.search === location.pathname + location.search;
  return form.method === "get" && to.hash && isHere;
}
document.addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
  const isOfPage = !defaultPrevented && target.method !== "dialog";
  if (isOfPage && !stays(target, submitter)) begin("page");
});
// Back to a page that was kept as it was: nothing is under way there any more.
addEventListener("pageshow", () => end("page"));

// What cannot be fetched is said where one looks, and nothing typed is lost.
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, ({ detail }) => {
    const told = document.createElement("div");
    told.className = "error";
    told.dataset.toast = "";
    const words = document.createElement("p"), status = detail.xhr?.status ?? 0;
    const said = {
      0: "The server cannot be reached: try again in a moment.",
      401: "You were signed out: sign in again in another tab, then try once more.",
      403: "That is not for your role, or the page is too old: load it anew.",
      404: "That is not there any more.",
      503: "What is kept here cannot be reached just now: try again in a moment.",
    };
    words.textContent = `${said[status] ?? `That did not work (${status}).`} What you wrote is still here.`;
    const away = document.createElement("button");
    away.type = "button";
    away.className = "plain";
    away.dataset.dismiss = "";
    away.ariaLabel = "Dismiss";
    away.textContent = "×";
    told.append(words, away);
    document.getElementById("told").append(told);
    say(words.textContent);
  });
}
