// Shows beside each field, while staff type, what is to be mended in it. The server finds it, from the
// form as it stands and without saving; without this script the same stands there after saving.
const PAUSE = 500; // milliseconds without a key before asking
const LATER = 3000; // milliseconds until a server that could not answer is asked again
let waiting;
let asked;

const top = () => document.querySelector("[data-check]");

function said(list) {
  return [...list.children].map((item) => item.textContent).join("\n");
}

function item(finding, ...words) {
  const made = document.createElement("li");
  made.className = finding.stops ? "checked__stops" : "checked__hint";
  made.append(...words);
  return made;
}

// Only what differs is put in, so that a screen reader is not told the same twice.
function put(list, items) {
  if (said(list) !== items.map((one) => one.textContent).join("\n")) list.replaceChildren(...items);
}

function beside(finding, list) {
  const word = document.createElement("strong");
  word.textContent = finding.stops ? list.dataset.stops : list.dataset.hint;
  return item(finding, word, ` ${finding.text}`);
}

function inList(finding) {
  const link = document.createElement("a");
  link.href = `#${finding.id}`;
  link.textContent = finding.label;
  return item(finding, link, `: ${finding.text}`);
}

function show(form, found) {
  for (const list of form.querySelectorAll(".checked__found")) {
    const name = list.parentElement.querySelector("[name]")?.name;
    put(list, found.filter((one) => one.name === name).map((one) => beside(one, list)));
  }
  const all = [...found].sort((one, other) => other.stops - one.stops);
  put(top().querySelector("ul"), all.map(inList));
  top().hidden = all.length === 0;
}

function after(pause, form) {
  clearTimeout(waiting);
  waiting = setTimeout(() => check(form), pause);
}

function check(form) {
  asked?.abort();
  asked = new XMLHttpRequest();
  asked.open("POST", top().dataset.check);
  asked.responseType = "json";
  asked.onload = ({ target: { status, response } }) => {
    if (status === 200 && response) show(form, response.found);
    if (status >= 500) after(LATER, form);
  };
  asked.onerror = () => after(LATER, form);
  asked.send(new URLSearchParams(new FormData(form)));
}

function soon(event) {
  const form = event.target.closest?.("form");
  if (!form || !top() || !form.contains(top())) return;
  after(PAUSE, form);
}

document.addEventListener("input", soon);
document.addEventListener("change", soon);

// A row that was just added is described by its own list.
document.addEventListener("formset:added", (event) => {
  for (const list of event.target.querySelectorAll(".checked__found")) {
    list.parentElement.querySelector("[name]")?.setAttribute("aria-describedby", list.id);
  }
});

// A link of the list leads to the field itself: into the rich editor, too.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".found a");
  const field = link && document.getElementById(link.hash.slice(1));
  const editor = field?.closest(".checked")?.querySelector("[contenteditable]");
  if (!editor) return;
  event.preventDefault();
  editor.focus();
  editor.scrollIntoView({ block: "center" });
});
