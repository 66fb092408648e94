// Puts the answer to a form in place of the page: same address, same title, nothing stored.
// With data-swap="steps", pages stay in memory, so Back shows the one before as it was left, and a
// reload starts again. XMLHttpRequest, since it reads a page without writing HTML from text, which
// our policy forbids.
const PATIENCE = 20000; // after so many milliseconds without an answer we say that it did not get through
const ourTitle = document.title;
const plainTitle = document.querySelector("[data-exit]").dataset.title;
let pages = [];
let step = 0;

const main = () => document.querySelector("main");

// Whatever leaving keeps in a history entry stays there; the number of the step is all we add.
const marked = () => ({ ...history.state, step });

function put(next) {
  main().replaceWith(next);
  const asked = next.querySelector("[data-focus]");
  const place = asked ?? next.querySelector("h1");
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  if (asked) asked.scrollIntoView();
  else window.scrollTo(0, 0);
  document.dispatchEvent(new Event("swapped"));
  const also = next.querySelector("[data-script]");
  if (also) import(also.dataset.script);
}

function arrived(next, form) {
  if (form.dataset.swap === "steps") {
    pages = [...pages.slice(0, step), main()];
    step += 1;
    history.pushState(marked(), "", location.pathname);
  }
  put(document.importNode(next, true));
}

function notSent(form, button) {
  const said = form.querySelector("[data-not-sent]");
  if (said) {
    said.hidden = false;
    said.scrollIntoView({ block: "nearest" });
  } else {
    delete form.dataset.swap;
    form.requestSubmit(button);
  }
}

// Not every browser can be asked for the values of a form together with its button's.
function values(form, button) {
  const found = new FormData(form);
  if (button?.name) found.append(button.name, button.value);
  return new URLSearchParams(found);
}

function send(form, button) {
  const page = main();
  const said = form.querySelector("[data-not-sent]");
  if (said) said.hidden = true;
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.responseType = "document";
  request.timeout = PATIENCE;
  request.onloadend = () => {
    page.removeAttribute("aria-busy");
    if (document.documentElement.classList.contains("gone")) return; // the reader left meanwhile
    const next = request.status < 500 && request.response?.querySelector("main");
    const isWaitedFor = page === main(); // or the reader went back meanwhile
    if (isWaitedFor && next) arrived(next, form);
    if (isWaitedFor && !next) notSent(form, button);
    document.title = ourTitle;
  };
  // What the entry is called that a step leads on from: nothing that names us stays behind in the history.
  if (form.dataset.swap === "steps") document.title = plainTitle;
  page.setAttribute("aria-busy", "true");
  request.send(values(form, button));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.dataset.swap === undefined) return;
  if (event.submitter === undefined) return; // an old browser does not say which button was pressed
  event.preventDefault();
  if (!main().hasAttribute("aria-busy")) send(form, event.submitter);
});

addEventListener("popstate", (event) => {
  const wanted = event.state?.step;
  if (wanted === undefined || wanted === step) return;
  pages[step] = main();
  step = wanted;
  if (pages[wanted]) put(pages[wanted]);
  else location.reload();
});

// A link within the page makes an entry of its own, which belongs to the same step.
addEventListener("hashchange", () => history.replaceState(marked(), ""));
history.replaceState(marked(), "");
