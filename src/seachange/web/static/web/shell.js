// Light or dark by choice, selects that submit themselves, and keys that lead to places.
const root = document.documentElement;

function turn() {
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme};path=/;max-age=31536000;samesite=lax`;
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-theme-switch]")) turn();
});

// Whoever walks through the options by the arrows has not chosen yet; they have the button.
let isByKey = false;
document.addEventListener("keydown", () => (isByKey = true), true);
document.addEventListener("pointerdown", () => (isByKey = false), true);
document.addEventListener("change", ({ target }) => {
  if (!isByKey && target.matches("select[data-submits]")) target.form.requestSubmit();
});

// Single keys are in the way of whoever speaks to their browser: they can be turned off.
const areOff = () => localStorage.getItem("keys") === "off";

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-keys-switch]")) localStorage.setItem("keys", target.checked ? "on" : "off");
});
for (const each of document.querySelectorAll("[data-keys-switch]")) each.checked = !areOff();

let first = "";
// A box that is ticked takes no letters: keys pressed on it, or just after its sheet closed, lead on.
const isWriting = (element) =>
  element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (areOff() || isWriting(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const keys = `${first} ${event.key}`.trim();
  const places = document.querySelectorAll(`[data-keys="${CSS.escape(keys)}"]`);
  if (places.length && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    [...places].at(-1).click(); // what the page says comes after, and before, what every page says
  }
  first = event.key === "g" ? "g" : "";
});

// As elsewhere, Ctrl+/ tells the keys, also while one writes.
document.addEventListener("keydown", (event) => {
  const sheet = document.getElementById("shortcuts");
  if (!sheet || event.key !== "/" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (!document.querySelector("dialog[open]")) sheet.showModal();
});
