// Renews the numbers of a newsletter that is being sent. Without this script the page has a link to look again.
// Only for a while: each look would keep somebody signed in who has gone.
const EVERY = 3000; // milliseconds
let looks = 200;

const part = (page) => page.getElementById("progress");

async function renew() {
  const here = part(document);
  if (!here?.hasAttribute("data-renew") || (looks -= 1) < 0) return;
  if (!document.hidden && !here.querySelector(":checked, :focus")) {
    try {
      const answer = await fetch(location.href, { redirect: "error" });
      const there = answer.ok && part(new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (there) here.replaceWith(document.adoptNode(there));
    } catch {
      // The next look may find the server again.
    }
  }
  setTimeout(renew, EVERY);
}

setTimeout(renew, EVERY);
