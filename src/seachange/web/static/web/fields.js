// Forms: texts that grow, lists to choose from that can be looked through, Escape to leave.
function grow(area) {
  // By rows, not by style: htmx would copy that as an attribute, which no page of ours may have.
  while (area.scrollHeight > area.clientHeight + 2 && area.rows < 40) area.rows += 1;
}

function filter(list) {
  const rows = [...list.querySelectorAll("label")];
  if (rows.length < 9 || list.querySelector("input[type=search]")) return;
  const search = document.createElement("input");
  search.type = "search";
  search.placeholder = "Look for …";
  search.ariaLabel = "Look through the list";
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase();
    for (const row of rows) {
      const isChosen = row.querySelector("input")?.checked;
      row.hidden = !isChosen && !row.textContent.toLowerCase().includes(words);
    }
  });
  list.prepend(search);
}

function dress(part) {
  for (const area of part.querySelectorAll("textarea[data-grows]")) grow(area);
  for (const list of part.querySelectorAll("[data-filtered]")) filter(list);
}

document.addEventListener("input", ({ target }) => {
  if (target.matches("textarea[data-grows]")) grow(target);
});

document.addEventListener("keydown", ({ key, target }) => {
  if (key === "Escape") target.closest("form.field")?.querySelector("[data-cancel]")?.click();
});

// Into the first thing to fill in, unless what is in the way wants to be read first.
document.addEventListener("htmx:load", ({ target }) => {
  dress(target);
  if (target.matches?.("form.field") && !target.querySelector("[autofocus]")) {
    target.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }
});
dress(document);

// Whoever pressed what is gone now stands at what came in its place, not at the top of the page.
document.addEventListener("htmx:afterSettle", ({ target, detail }) => {
  const pressed = detail.requestConfig?.triggeringEvent?.type;
  if (document.activeElement !== document.body || !["click", "submit"].includes(pressed)) return;
  if (target.isConnected && !target.matches("input, output, [hidden]")) {
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }
});
