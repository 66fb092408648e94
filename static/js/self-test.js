// Says in words what loads on this network. A filter often answers with a page of its own, so an answer
// counts only when it comes from the address where ours ends, is of the kind it should be, and carries
// the policy that all of ours carry. That our server is busy is no fault of a filter.
const PATIENCE = 15000; // milliseconds
const PAUSE = 3000;
const TRIES = 4;

function isOurs(request, address, status) {
  return request.status === status
    && new URL(request.responseURL).pathname === address
    && request.getResponseHeader("Content-Security-Policy") !== null;
}

function look(row, tries = TRIES) {
  const { test: address, ends, type, loads, fails, busy, waits } = row.dataset;
  const said = row.querySelector("[role=status]");
  said.textContent = waits;
  said.hidden = false;
  const request = new XMLHttpRequest();
  request.open("GET", address);
  request.responseType = "blob";
  request.timeout = PATIENCE;
  request.onloadend = () => {
    const isBusy = isOurs(request, address, 503);
    if (isBusy && tries > 1) {
      setTimeout(look, PAUSE, row, tries - 1);
      return;
    }
    const found = request.getResponseHeader("Content-Type") ?? "";
    const good = isOurs(request, ends, 200) && found.split(";")[0].trim() === type;
    said.textContent = good ? loads : isBusy ? busy : fails;
    row.classList.toggle("panel--warning", !good);
  };
  request.send();
}

for (const row of document.querySelectorAll("[data-test]")) look(row);
