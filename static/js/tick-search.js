// A box to search a long list of ticks, made when the list is opened. Without it the list is whole.
const LONG = 12;

function searchBox(list) {
  const box = document.createElement("input");
  box.type = "search";
  box.placeholder = list.dataset.search;
  box.setAttribute("aria-label", list.dataset.search);
  return box;
}

function show(list, none, wanted) {
  let found = 0;
  for (const group of list.querySelectorAll(".ticks__group")) {
    const fits = (text) => text.toLowerCase().includes(wanted);
    const all = fits(group.getAttribute("aria-label"));
    const choices = [...group.querySelectorAll("label")];
    for (const choice of choices) choice.hidden = !(all || fits(choice.textContent));
    group.hidden = choices.every((choice) => choice.hidden);
    found += !group.hidden;
  }
  none.textContent = found ? "" : list.dataset.none;
}

function addSearch(list) {
  const box = searchBox(list);
  const none = document.createElement("p");
  none.setAttribute("role", "status");
  box.addEventListener("input", () => show(list, none, box.value.trim().toLowerCase()));
  // The Enter key has nothing more to do here; it must not save the whole form.
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  const find = document.createElement("div");
  find.className = "ticks__find";
  find.append(box, none);
  list.querySelector(".ticks__all").prepend(find);
}

// Rows come and go, so the document listens for all of them.
document.addEventListener("toggle", (event) => {
  const list = event.target;
  if (!list.matches(".ticks__more[open]") || list.querySelector(".ticks__find")) return;
  if (list.querySelectorAll("label").length > LONG) addSearch(list);
}, true);
