// The palette: opened by Ctrl+K, / or a click; arrows choose, Enter does, Escape leaves.
const palette = document.getElementById("palette");
const input = document.getElementById("palette-q");
const options = () => [...palette.querySelectorAll("[role=option]:not([aria-disabled])")];
const chosen = () => palette.querySelector("[role=option][aria-selected=true]");

function choose(option) {
  for (const each of options()) each.setAttribute("aria-selected", each === option);
  input.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

function open(words) {
  const page = document.querySelector("[data-record]");
  // A page of its own kind has the record's id as the end of its address.
  const end = decodeURIComponent(location.pathname.split("/").filter(Boolean).at(-1) ?? "");
  document.getElementById("palette-on").value = page?.dataset.record ?? end;
  input.value = words;
  if (!palette.open) palette.showModal();
  input.focus();
  palette.querySelector("form").dispatchEvent(new Event("opened"));
}

document.addEventListener("keydown", (event) => {
  if (palette && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open("");
  }
});

document.addEventListener("click", (event) => {
  const opener = palette && event.target.closest("[data-palette]");
  const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
  if (opener && !isElsewhere) {
    event.preventDefault();
    open(opener.dataset.palette);
  } else if (event.target === palette || event.target.closest("#palette button[type=button]")) {
    palette.close();
  }
});

palette?.addEventListener("keydown", (event) => {
  const all = options();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) {
    event.preventDefault();
    choose(all[(all.indexOf(chosen()) + step + all.length) % all.length]);
  } else if (event.key === "Enter" && chosen()) {
    event.preventDefault();
    chosen().click();
  }
});

document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id === "palette-found") choose(options()[0]);
});
