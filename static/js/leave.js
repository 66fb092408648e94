// Leaves at once by the link, Escape, or Shift three times; keeps Back from our pages.
(() => {
  const { exit, title } = document.currentScript.dataset;
  const look = document.documentElement.classList;
  const when = (name, act) => addEventListener(name, act, true);
  // What a browser refuses is missing, and nothing else.
  const attempt = (act) => { try { return act(); } catch {} };
  let left = false;
  let ourNext;
  let ourTitle;

  // Each history entry holds the word of its visit. Leaving takes it out of the tab: older entries are dead.
  const isDead = () => attempt(() => history.state.visit && history.state.visit !== sessionStorage.visit);
  const mark = () => left || attempt(() => {
    const visit = sessionStorage.visit || Math.random().toString(36).slice(2);
    sessionStorage.visit = visit;
    history.replaceState({ ...history.state, visit }, "");
  });
  const forget = () => attempt(() => {
    sessionStorage.clear();
    if (ourNext) sessionStorage.visit = "left"; // for a page on its way
  });

  const putPlainTitle = () => {
    if (document.title !== title) ourTitle = document.title;
    document.title = title;
  };
  const hide = () => {
    look.add("gone");
    putPlainTitle();
  };
  const show = () => {
    look.remove("gone");
    document.title = ourTitle || document.title;
  };
  const go = () => {
    left = true;
    hide();
    setTimeout(() => location.replace("about:blank"), 5000);
    location.replace(exit);
  };
  const leave = (tellOthers) => {
    if (left) return;
    hide();
    attempt(() => {
      for (const form of document.forms) form.reset();
      const said = document.querySelector("[data-leaving]");
      said.textContent = said.dataset.leaving;
    });
    forget();
    if (tabs && tellOthers) tabs.postMessage("");
    go();
  };
  const tabs = attempt(() => new BroadcastChannel("visit"));
  if (tabs) tabs.onmessage = () => leave(false);

  // Did the browser hear of Escape, it would stop us going away.
  const keysAreOn = () => !attempt(() => sessionStorage["keys-off"]);
  const leaveByKey = () => keysAreOn() && leave(true);
  let presses = 0;
  let lastPress = 0;
  let down;
  when("keydown", (event) => {
    const others = event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.keyCode === 229;
    down = others ? "others" : event.key;
    if (down !== "Shift") presses = 0;
    if (down !== "Escape" || !(left || keysAreOn())) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    leave(true);
  });
  when("keyup", (event) => {
    if (event.key === "Escape" && down === undefined && event.timeStamp < painted() + 1000) leaveByKey();
    if (event.key === "Shift" && down === "Shift") {
      presses = event.timeStamp < lastPress + 5000 ? presses + 1 : 1;
      lastPress = event.timeStamp;
      if (presses === 3) leaveByKey();
    }
    down = down && "";
  });

  // Before it is painted a page hears only that loading stopped, or the key come up.
  const painted = () => (performance.getEntriesByType("paint")[0] || { startTime: Infinity }).startTime;
  // A browser that tells no times was not stopped.
  const wasStopped = ({ responseStart, loadEventStart }) => responseStart && !loadEventStart;
  when("readystatechange", () => document.readyState === "complete" && setTimeout(() => attempt(() => {
    if (painted() === Infinity && wasStopped(performance.timing) && !look.contains("gone")) leaveByKey();
  })));

  // Hidden while the link is pressed, and shown again when let go elsewhere.
  const isOn = (link, event) => event.target.closest(link);
  const letGo = () => setTimeout(() => {
    if (look.contains("pressed")) document.activeElement.blur();
    look.remove("pressed");
  }, 400);
  when("pointerdown", (event) => {
    down = "";
    if (isOn("[data-leave]", event) && event.button === 0) look.add("pressed");
  });
  when("pointerup", letGo);
  when("pointercancel", letGo);

  // A page kept in memory is kept hidden, and the Back menu names none of ours.
  const plainTitleFor = (time) => {
    putPlainTitle();
    setTimeout(() => look.contains("gone") || show(), time);
  };
  when("beforeunload", () => plainTitleFor(2000));
  when("click", (event) => {
    if (isOn("[href^='#']", event)) plainTitleFor(200);
    if (!isOn("[data-leave]", event)) return;
    event.preventDefault();
    leave(true);
  });
  when("pageswap", (event) => {
    ourNext = event.activation && event.activation.entry.url !== "about:blank";
    if (left) forget();
  });
  when("pagehide", hide);
  when("pageshow", (event) => {
    ourNext = false;
    if (event.persisted) (left || isDead() ? go : show)();
  });
  when("hashchange", mark);

  look.toggle("keys", keysAreOn());
  const tooLate = attempt(() => sessionStorage.visit === "left" && !sessionStorage.clear());
  (tooLate || isDead() ? go : mark)();
})();
