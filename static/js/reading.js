// What a page of advice gains from a script: whether a person answers at this moment, a Print button,
// and a plain title on the paper.

// The page carries the times (seconds since 1970) and the words; this compares them with the clock,
// in London time. A page made for one reader has said it already, and carries no words.
const words = document.getElementById("open-now-words")?.dataset;
const london = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", ...options });
const weekday = new Intl.DateTimeFormat(document.documentElement.lang, {
  timeZone: "Europe/London",
  weekday: "long",
});
const day = london({ year: "numeric", month: "2-digit", day: "2-digit" });
const time = london({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

function clock(moment) {
  const [hour, minute] = time.format(moment).split(":").map(Number);
  if (minute === 0 && hour === 0) return words.midnight;
  if (minute === 0 && hour === 12) return words.midday;
  const minutes = minute ? ":" + String(minute).padStart(2, "0") : "";
  return (hour < 12 ? words.am : words.pm).replace("{time}", (hour % 12 || 12) + minutes);
}

function opensIn(opens, now) {
  if (day.format(opens) === day.format(now)) return words.today;
  // About noon of tomorrow, so that a day of 23 or 25 hours cannot miss its date.
  const tomorrow = now + (36 - Number(time.format(now).slice(0, 2))) * HOUR;
  return day.format(opens) === day.format(tomorrow) ? words.tomorrow : words.day;
}

function sentence(element, now) {
  if ("always" in element.dataset) return [words.always, true];
  for (const span of element.dataset.openings.split(" ")) {
    const [opens, closes] = span.split("-").map((seconds) => seconds * 1000);
    if (now < opens) {
      const said = opensIn(opens, now).replace("{time}", clock(opens));
      return [said.replace("{day}", weekday.format(opens)), false];
    }
    // A closing time more than a day away is only where the page stopped looking.
    if (now < closes) {
      const known = closes - now < DAY;
      return [known ? words.until.replace("{time}", clock(closes)) : words.now, true];
    }
  }
  return ["", false];
}

function sayWhatIsOpen() {
  const now = Date.now();
  for (const element of document.querySelectorAll(".open-now")) {
    const [said, open] = sentence(element, now);
    if (element.textContent !== said) element.textContent = said;
    element.classList.toggle("open-now--open", open);
    element.hidden = !said;
  }
}

function addButtons() {
  for (const place of document.querySelectorAll("[data-print][hidden]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = place.dataset.print;
    button.addEventListener("click", () => window.print());
    place.prepend(button);
    place.hidden = false;
  }
}

let title = document.title;
addEventListener("beforeprint", () => {
  title = document.title;
  document.title = document.querySelector("[data-print-title]")?.dataset.printTitle ?? title;
});
addEventListener("afterprint", () => {
  document.title = title;
});

if (words) {
  sayWhatIsOpen();
  setInterval(sayWhatIsOpen, 30000);
}
addButtons();
document.addEventListener("swapped", addButtons);
