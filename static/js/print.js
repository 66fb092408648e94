// Adds a Print button where the page has kept a place for it.
for (const place of document.querySelectorAll("[data-print]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = place.dataset.print;
  button.addEventListener("click", () => window.print());
  place.prepend(button);
  place.hidden = false;
}
