// A rule that was proposed in place of one with a name that is not there is put into its field.
document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-says]");
  if (!chosen) return;
  const told = chosen.closest("[aria-live]");
  const field = document.querySelector(`[aria-describedby="${told.id}"]`);
  field.value = chosen.dataset.says;
  field.focus();
  field.dispatchEvent(new Event("change", { bubbles: true }));
});
