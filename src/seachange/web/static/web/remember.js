// What was opened or closed on a page stays so: remembered in this browser, by its name.
const key = (branch) => `open:${branch.dataset.remember}`;

document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.("details[data-remember]")) localStorage.setItem(key(target), target.open);
}, true); // capture: toggle does not bubble

for (const branch of document.querySelectorAll("details[data-remember]")) {
  const kept = localStorage.getItem(key(branch));
  if (kept !== null) branch.open = kept === "true";
}
