// Says beside the button that a passkey did not work: the browser itself often says nothing.
const said = document.getElementById("passkey-failed");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // it is said here, not in the console
  said.textContent = "";
  // A moment later, so that the same words are read out a second time.
  setTimeout(() => (said.textContent = said.dataset.words), 50);
});
