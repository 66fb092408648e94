// Says in words what loads on this network. A filter often answers with a page of its own, so an answer
// counts only when it comes from the address where ours ends, is of the kind it should be, and
// carries the policy that all of ours carry.
const PATIENCE = 15000; // milliseconds

function isOurs(request, address, type) {
  const found = request.getResponseHeader("Content-Type") ?? "";
  return request.status === 200
    && new URL(request.responseURL).pathname === address
    && found.split(";")[0].trim() === type
    && request.getResponseHeader("Content-Security-Policy") !== null;
}

function look(row) {
  const { test: address, ends, type, loads, fails, waits } = row.dataset;
  const said = row.querySelector("[role=status]");
  said.textContent = waits;
  said.hidden = false;
  const request = new XMLHttpRequest();
  request.open("GET", address);
  request.responseType = "blob";
  request.timeout = PATIENCE;
  request.onloadend = () => {
    const good = isOurs(request, ends, type);
    said.textContent = good ? loads : fails;
    row.classList.toggle("panel--warning", !good);
  };
  request.send();
}

for (const row of document.querySelectorAll("[data-test]")) look(row);
