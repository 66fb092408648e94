// Shows how readers will see opening hours while they are typed. The server says it, from rows that are
// not saved; without this script it is there after saving.
const PAUSE = 400; // milliseconds without a change before asking
const LATER = 3000; // milliseconds until a server that could not answer is asked again
let waiting;
let asked;

function put(answer) {
  const next = answer?.getElementById("hours-as-read");
  const shown = document.getElementById("hours-as-read");
  if (next && next.textContent !== shown.textContent) {
    shown.replaceChildren(...document.importNode(next, true).childNodes);
  }
}

function after(pause, form) {
  clearTimeout(waiting);
  waiting = setTimeout(() => ask(form), pause);
}

function ask(form) {
  asked?.abort();
  asked = new XMLHttpRequest();
  asked.open("POST", document.querySelector("[data-check]").dataset.check.replace(/check\/$/, "hours/"));
  asked.responseType = "document";
  asked.onload = ({ target: { status, response } }) => {
    if (status === 200) put(response);
    if (status >= 500) after(LATER, form);
  };
  asked.onerror = () => after(LATER, form);
  asked.send(new URLSearchParams(new FormData(form)));
}

function soon(event) {
  const form = event.target.closest?.("#hours-group") && event.target.closest("form");
  if (form) after(PAUSE, form);
}

document.addEventListener("input", soon);
document.addEventListener("change", soon);
// Date and time shortcuts of the admin fill a field without saying so.
document.addEventListener("click", (event) => {
  if (event.target.closest(".clockbox, .datetimeshortcuts")) {
    const form = document.querySelector("#hours-group")?.closest("form");
    if (form) after(PAUSE, form);
  }
});
