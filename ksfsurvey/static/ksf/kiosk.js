/* Makes a kiosk begin anew: after each answer, and after a while without a touch, which it announces with a countdown.
 * The bar on each page says where the kiosk begins and how long it waits; nothing is kept in the browser.
 */
(function () {
  "use strict";

  var LEAVE_WITHIN = 3000;
  var touched = Date.now();
  var isLeaving = false;

  function bar() {
    return document.querySelector("[data-kiosk]");
  }

  function warning() {
    return document.querySelector("[data-kiosk-warning]");
  }

  function touch() {
    touched = Date.now();
    var open = warning();
    if (open && open.open) { open.close(); }
  }

  /* What was saved and not sent is forgotten on the server too; without a connection the page still begins anew. */
  function leave() {
    var here = bar();
    if (isLeaving || !here) { return; }
    isLeaving = true;
    var home = here.dataset.kiosk;
    var wait = new Promise(function (resolve) { setTimeout(resolve, LEAVE_WITHIN); });
    var sent = fetch(home + "leave/", {
      method: "POST", body: new URLSearchParams({ left: here.dataset.left }), credentials: "same-origin", redirect: "manual"
    }).catch(function () { /* no connection */ });
    Promise.race([sent, wait]).then(function () { location.replace(home); });
  }

  function tell(part, seconds) {
    part.querySelector("[data-seconds]").textContent = String(Math.max(0, Math.ceil(seconds)));
  }

  function tick() {
    var here = bar();
    if (!here || isLeaving) { return; }
    var idle = (Date.now() - touched) / 1000;
    if (document.querySelector("[data-end]")) { return afterTheEnd(here, idle); }
    var left = Number(here.dataset.idle) + Number(here.dataset.warning) - idle;
    if (left <= 0) { return leave(); }
    if (left <= Number(here.dataset.warning)) {
      var question = warning();
      tell(question, left);
      if (!question.open) { question.showModal(); }
    }
  }

  function afterTheEnd(here, idle) {
    var count = here.querySelector("[data-kiosk-end]");
    var left = Number(here.dataset.endAfter) - idle;
    count.hidden = false;
    tell(count, left);
    if (left <= 0) { leave(); }
  }

  ["pointerdown", "keydown", "input", "scroll", "touchstart"].forEach(function (name) {
    document.addEventListener(name, touch, { capture: true, passive: true });
  });
  document.addEventListener("submit", function (event) {
    if (!event.target.matches("[data-kiosk-leave]")) { return; }
    event.preventDefault();
    leave();
  });
  /* A page that the browser had put aside may hold answers of somebody who has gone. */
  window.addEventListener("pageshow", function (event) {
    var here = bar();
    if (event.persisted && here) { location.replace(here.dataset.kiosk); }
  });
  setInterval(tick, 500);
}());
