// A name that was proposed in place of one that no event has is put into the rule's field.
document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-says]");
  if (!chosen) return;
  const told = chosen.closest("[aria-live]");
  const field = document.querySelector(`[aria-describedby="${told.id}"]`);
  const wrong = chosen.closest(".error").textContent.match(/“(.*)”/);
  field.value = wrong ? field.value.replace(wrong[1], chosen.dataset.says) : chosen.dataset.says;
  field.focus();
  field.dispatchEvent(new Event("change", { bubbles: true }));
});
