// Copies words for somebody who looks after a school's page: as text, and as HTML for programs that take it.
// Our policy keeps the clipboard's own interface shut, so it is done as a person would: select and copy.
function show() {
  for (const button of document.querySelectorAll("[data-copy-button]")) button.hidden = false;
}

function copied(place) {
  let taken = false;
  const give = (event) => {
    event.preventDefault();
    event.clipboardData.setData("text/plain", place.value ?? place.innerText.trim());
    if (place.value === undefined) event.clipboardData.setData("text/html", place.innerHTML.trim());
    taken = true;
  };
  document.addEventListener("copy", give, { once: true });
  if (place.select) place.select();
  else getSelection().selectAllChildren(place);
  const done = document.execCommand("copy");
  document.removeEventListener("copy", give);
  return done && taken;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy-button]");
  if (!button) return;
  const place = button.closest("[data-copy-from]");
  const said = place.querySelector("[role=status]");
  const words = copied(place.querySelector("[data-copy]")) ? button.dataset.copied : button.dataset.failed;
  // Said again when it is pressed again: the same words in the same place would not be read out.
  said.textContent = "";
  setTimeout(() => { said.textContent = words; });
});

document.addEventListener("swapped", show);
show();
