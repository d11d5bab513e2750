// What was typed and not kept yet is asked after, before another form or a link takes it away, and
// read even where it was typed before this came.
const kept = new WeakSet();
const IGNORED = "[type=hidden], [type=search], [type=submit], button, fieldset, output";

function differs(field) {
  if (field.matches(IGNORED)) return false;
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.matches("[type=file]")) return field.files.length > 0;
  if (!field.options) return field.value !== field.defaultValue;
  const [first, ...others] = [...field.options].filter((each) => each.defaultSelected);
  const begun = others.length ? null : first ?? field.options[0];
  return begun !== null && field.selectedOptions[0] !== begun;
}

function isUnkept(form) {
  return form.method === "post" && !kept.has(form) && [...form.elements].some(differs);
}

document.addEventListener("input", ({ target }) => kept.delete(target.form));

// A form on its way is not lost, nor one that is left by a link of its own.
document.addEventListener("submit", ({ target }) => kept.add(target));
document.addEventListener("click", ({ target }) => {
  const form = target.closest("form a") && target.closest("form");
  if (form) kept.add(form);
});

// What came back refused is still to be kept.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful && detail.elt.matches?.("form")) kept.delete(detail.elt);
});

addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("main form")].some(isUnkept)) event.preventDefault();
});

// Back to a page that was kept as it was: what stands in its forms was not sent from here.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) for (const form of document.forms) kept.delete(form);
});

// What reads a form while it is filled in reads once what stands there already: somebody was quicker
// than the page's scripts, or came back to it.
document.addEventListener("DOMContentLoaded", () => {
  for (const reader of document.querySelectorAll("[hx-trigger^=early]")) {
    if ([...reader.closest("form").elements].some(differs)) reader.dispatchEvent(new Event("early"));
  }
});
