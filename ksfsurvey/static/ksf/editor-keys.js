/* Keyboard shortcuts of the builder; "?" shows them. */
(function () {
  "use strict";
  var editor = window.ksfEditor;
  if (!editor || !editor.form()) { return; }
  var overlay = document.getElementById("shortcuts");

  function current() {
    var here = document.activeElement;
    var card = here && here.closest(".question");
    if (card) { return card; }
    var link = here && here.closest(".outline-question");
    if (link) { return { dataset: { pk: link.dataset.question }, isOutline: true }; }
    return document.querySelector(".question.is-target");
  }
  function isTyping(node) {
    return node.matches("input:not([type=checkbox]):not([type=radio]), textarea, select") || node.isContentEditable;
  }
  function press(word) { editor.step(word); }

  var withAltShift = {
    KeyD: function () { var card = current(); if (card) { press("copy:" + card.dataset.pk); } },
    KeyQ: function () { var card = current(); press(card ? "add:single:" + card.dataset.pk : "add:single"); },
    KeyP: function () { var button = document.querySelector("[data-shortcut=page]"); var page = document.querySelector(".outline-page.is-current"); if (button && page) { press("add-page:" + page.dataset.page); } },
    KeyV: function () { editor.togglePreview(); },
    Backspace: function () { var card = current(); if (card) { press("delete:" + card.dataset.pk); } }
  };

  function walk(by) {
    var cards = Array.from(document.querySelectorAll(".question"));
    var index = cards.findIndex(function (card) { return card.classList.contains("is-target"); });
    var next = cards[index < 0 ? (by > 0 ? 0 : cards.length - 1) : index + by];
    if (next) { editor.open(next, true).then(function (card) { card.querySelector("summary").focus(); card.scrollIntoView({ block: "nearest" }); }); }
  }

  document.addEventListener("keydown", function (event) {
    var isFrozen = !document.querySelector("[data-shortcut=page]");
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyS") { event.preventDefault(); editor.flush(); return; }
    if (event.altKey && event.shiftKey && withAltShift[event.code]) {
      event.preventDefault();
      if (!isFrozen || event.code === "KeyV") { withAltShift[event.code](); }
      return;
    }
    if (event.altKey && !event.shiftKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      var row = document.activeElement.closest(".part-row");
      if (row && !isFrozen) { event.preventDefault(); row.querySelector('[data-row="' + (event.key === "ArrowUp" ? "up" : "down") + '"]').click(); return; }
      var card = current();
      if (card && !isFrozen) { event.preventDefault(); press((event.key === "ArrowUp" ? "up:" : "down:") + card.dataset.pk); }
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target) || overlay.open) { return; }
    if (event.key === "?") { event.preventDefault(); overlay.showModal(); }
    if (event.key === "j") { walk(1); }
    if (event.key === "k") { walk(-1); }
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-help]")) { overlay.showModal(); }
  });
})();
