// Passkeys are offered where a browser has them, and what went wrong with one is told in words.
const may = globalThis.isSecureContext && "PublicKeyCredential" in globalThis;
const told = document.querySelector("[data-passkeys-told]");
const NONE = "This browser has no passkeys here: they need HTTPS, or this machine's own address.";
const LEFT = "Nothing came of it: it was left, took too long, or no key is known here.";
const BROKEN = "The key could not be used. Try once more, or come in another way.";

function tell(words) {
  if (!told) return;
  told.textContent = words;
  told.hidden = false;
}

for (const part of document.querySelectorAll("[data-passkeys]")) part.hidden = !may;
// Where there are other ways in, it is not the first thing to hear.
if (!may && told?.dataset.passkeysTold !== "later") tell(NONE);

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  tell(event.detail.exception?.name === "NotAllowedError" ? LEFT : BROKEN);
});
