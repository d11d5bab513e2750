// What came of a deed: said aloud, and there until it is dismissed; dialogs that buttons open.
const announcer = document.getElementById("announcer");

function say(words) {
  announcer.textContent = "";
  setTimeout(() => { announcer.textContent = words; }, 50);
}

// Other scripts ask for it by an event: one that took this one in would have it run twice, as pages
// ask for it by another name.
document.addEventListener("say", ({ detail }) => say(detail));

// What stands in a page as it loads is not read out by itself.
const told = [...document.querySelectorAll("#told p")].map((each) => each.textContent).join(" ");
if (told) say(told);

document.addEventListener("click", (event) => {
  const { target } = event;
  const toast = target.closest("[data-dismiss]")?.closest("[data-toast]");
  if (toast) {
    toast.remove();
    document.getElementById("main").focus();
  }
  const back = target.closest("[data-back]");
  if (back && history.length > 1) {
    event.preventDefault();
    history.back();
  }
  const opener = target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
});

// A newer version of a record is what the other forms of the page are filled upon from now on.
document.addEventListener("htmx:load", ({ target }) => {
  const fresh = target.matches?.("[data-version-of]") ? target : target.querySelector?.("[data-version-of]");
  if (!fresh) return;
  for (const each of document.querySelectorAll(`[data-seen-of="${CSS.escape(fresh.dataset.versionOf)}"]`)) {
    each.value = fresh.dataset.version;
  }
});
