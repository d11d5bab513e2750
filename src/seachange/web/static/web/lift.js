// A card is lifted by its handle, with the pointer or the keyboard, and put down at a horizon.
const said = (words) => { document.querySelector("#announcer").textContent = words; };
const columns = () => [...document.querySelectorAll("[data-horizon]")];
const cardOf = (handle) => handle.closest("[data-item]");
let lifted = null; // { card, at: index of a column, x, y } while one is in hand

function mark(at) {
  lifted.at = at;
  columns().forEach((column, index) => column.classList.toggle("over", index === at));
}

function lift(card, x = 0, y = 0) {
  const months = card.dataset.months;
  lifted = { card, x, y, at: -1 };
  card.classList.add("lifted");
  mark(columns().findIndex((column) => column.dataset.horizon === months));
}

function putDown(isMeant) {
  const { card, at } = lifted;
  card.classList.remove("lifted");
  card.style.transform = "";
  card.style.pointerEvents = "";
  columns().forEach((column) => column.classList.remove("over"));
  lifted = null;
  const to = columns()[at]?.dataset.horizon;
  if (!isMeant || !to || to === card.dataset.months) return said("Left where it was.");
  const form = card.querySelector("form");
  form.elements.to.value = to;
  sessionStorage.setItem("moved", card.id);
  form.requestSubmit();
}

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-lift]");
  if (!handle || event.button) return;
  event.preventDefault(); // else the words on the way are selected
  handle.setPointerCapture(event.pointerId);
  lift(cardOf(handle), event.clientX, event.clientY);
});

document.addEventListener("pointermove", (event) => {
  if (!lifted?.x) return;
  lifted.card.style.transform = `translate(${event.clientX - lifted.x}px, ${event.clientY - lifted.y}px)`;
  lifted.card.style.pointerEvents = "none";
  const under = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-horizon]");
  mark(columns().indexOf(under));
});

document.addEventListener("pointerup", () => { if (lifted?.x) putDown(true); });
document.addEventListener("pointercancel", () => { if (lifted) putDown(false); });

document.addEventListener("keydown", (event) => {
  const handle = event.target.closest("[data-lift]");
  if (!handle) return;
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!lifted && (event.key === " " || event.key === "Enter")) {
    lift(cardOf(handle));
    said(`Lifted from ${lifted.card.dataset.months} months. Arrows choose, Enter puts down.`);
  } else if (lifted && step) {
    mark(Math.min(Math.max(lifted.at + step, 0), columns().length - 1));
    said(`${columns()[lifted.at].dataset.horizon} months`);
  } else if (lifted && (event.key === " " || event.key === "Enter")) putDown(true);
  else if (lifted && event.key === "Escape") putDown(false);
  else return;
  event.preventDefault();
});

// Whoever moved a card finds it in their hand again on the page that comes.
const moved = sessionStorage.getItem("moved");
sessionStorage.removeItem("moved");
if (moved) document.getElementById(moved)?.querySelector("[data-lift]")?.focus();
