// Says in time that staff will be signed out, and lets them stay (WCAG 2.2.1). What was typed is
// kept either way: a form that is sent later comes back whole.
const box = document.querySelector("[data-session]");
const SOON = 3 * 60 * 1000; // milliseconds before the end at which it is said
let ends = Date.now() + Number(box.dataset.session) * 1000;

function show() {
  const left = ends - Date.now();
  box.hidden = left > SOON;
  if (box.hidden) return;
  const words = left > 0 ? box.dataset.soon : box.dataset.over;
  const said = box.querySelector("[role=status]");
  const minutes = String(Math.max(1, Math.ceil(left / 60000)));
  const text = words.replace("{minutes}", minutes);
  if (said.textContent !== text) said.textContent = text;
  box.querySelector("button").hidden = left <= 0;
}

box.querySelector("button").addEventListener("click", () => {
  const request = new XMLHttpRequest();
  request.open("GET", box.dataset.stay);
  request.onload = () => {
    if (request.status === 204) ends = Date.now() + Number(request.getResponseHeader("Session-Seconds")) * 1000;
    show();
  };
  request.send();
});

show();
setInterval(show, 15000);
