// Buttons that move a row up and down among its rows. Without them the place number does the same
// when the form is saved.
const placeOf = (row) => row.querySelector("input[data-place]");
const group = (row) => row.closest(".inline-group");
const rows = (of) => [...of.querySelectorAll(".inline-related:not(.empty-form)")].filter(placeOf);

function numbered(of) {
  rows(of).forEach((row, index) => {
    placeOf(row).value = index + 1;
  });
  rows(of).forEach((row, index, all) => {
    const [up, down] = row.querySelectorAll(".places button");
    if (!up) return;
    up.setAttribute("aria-disabled", index === 0);
    down.setAttribute("aria-disabled", index === all.length - 1);
  });
}

// Other rows go around the one that moves, so that it keeps the focus.
function move(row, step, said) {
  const all = rows(group(row));
  const other = all[all.indexOf(row) + step];
  if (!other) return;
  if (step < 0) row.after(other);
  else row.before(other);
  numbered(group(row));
  placeOf(row).dispatchEvent(new Event("input", { bubbles: true }));
  const now = rows(group(row));
  said.textContent = placeOf(row).dataset.said
    .replace("{place}", now.indexOf(row) + 1).replace("{all}", now.length);
  row.scrollIntoView({ block: "nearest" });
}

function button(row, words, step, said) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = words;
  made.setAttribute("aria-describedby", row.querySelector(".inline_label").id);
  made.addEventListener("click", () => move(row, step, said));
  return made;
}

function addButtons(row) {
  if (row.querySelector(".places")) return;
  const place = placeOf(row);
  row.querySelector(".inline_label").id = `${row.id}-label`;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  const holder = document.createElement("p");
  holder.className = "places";
  holder.append(button(row, place.dataset.up, -1, said), button(row, place.dataset.down, 1, said), said);
  row.querySelector("h3").after(holder);
}

// After a mistake elsewhere in the form, rows stand in the order in which they were added.
function inOrder(of) {
  const all = rows(of);
  const sorted = [...all].sort((one, other) => placeOf(one).value - placeOf(other).value);
  const marker = document.createComment("");
  all[0]?.before(marker);
  if (all.some((row, index) => row !== sorted[index])) marker.after(...sorted);
  marker.remove();
}

for (const of of document.querySelectorAll(".inline-group")) {
  if (!rows(of).length) continue;
  inOrder(of);
  rows(of).forEach(addButtons);
  numbered(of);
}

document.addEventListener("formset:added", (event) => {
  if (!placeOf(event.target)) return;
  addButtons(event.target);
  numbered(group(event.target));
});

document.addEventListener("formset:removed", () => {
  document.querySelectorAll(".inline-group").forEach(numbered);
});

// A number that is typed moves the row at once.
document.addEventListener("change", (event) => {
  if (!event.target.matches("input[data-place]")) return;
  const of = group(event.target);
  inOrder(of);
  numbered(of);
});
