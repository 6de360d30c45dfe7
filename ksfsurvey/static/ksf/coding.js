/* Coding by keys: those in data-key tick a code, Enter saves, s skips, u goes back. A code that stands alone takes the others
   away, and they take it away. Without this script the page is an ordinary form. */
(function () {
  "use strict";

  var desk = document.getElementById("desk");
  if (!desk) { return; }
  var boxes = Array.from(desk.querySelectorAll("input[type=checkbox]"));

  function settle(changed) {
    if (!changed.checked) { return; }
    boxes.forEach(function (box) {
      if (box !== changed && (changed.hasAttribute("data-alone") || box.hasAttribute("data-alone"))) { box.checked = false; }
    });
  }

  function follow(id) {
    var link = document.getElementById(id);
    if (link) { link.click(); }
  }

  desk.addEventListener("change", function (event) { settle(event.target); });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (/^(TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable) { return; }
    if (event.target.tagName === "INPUT" && event.target.type !== "checkbox") { return; }
    if (event.key === "Enter") {
      if (/^(A|BUTTON|SUMMARY)$/.test(event.target.tagName)) { return; }
      event.preventDefault();
      desk.requestSubmit();
      return;
    }
    var key = event.key.toLowerCase();
    if (key === "s") { return follow("skip"); }
    if (key === "u") { return follow("back"); }
    var box = boxes.find(function (each) { return each.dataset.key === key; });
    if (box) {
      box.checked = !box.checked;
      settle(box);
      event.preventDefault();
    }
  });
}());
