// The switch for the keys that leave. It holds in this tab only, and js/leave.js looks at it.
const place = document.querySelector("[data-keys]");
const button = place.querySelector("button");
const said = place.querySelector("[role=status]");
const look = document.documentElement.classList;

function show() {
  const state = sessionStorage["keys-off"] ? "off" : "on";
  button.textContent = button.dataset[state];
  said.textContent = said.dataset[state];
  look.toggle("keys", state === "on");
}

button.addEventListener("click", () => {
  if (sessionStorage["keys-off"]) delete sessionStorage["keys-off"];
  else sessionStorage["keys-off"] = "1";
  show();
});

// Where js/leave.js did not arrive no key leaves, and where storage is refused nothing can be switched.
try {
  if (look.contains("keys") || sessionStorage["keys-off"]) {
    show();
    place.hidden = false;
  }
} catch { /* Storage is refused. */ }
