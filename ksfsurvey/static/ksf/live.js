/* Keeps a part of a page up to date: <div id="sending" data-live="3"> is read again every 3 seconds, as long as the server
   sends it with that attribute. Focus, scroll and opened folds stay as they are. Where data-live-news names an element
   with role=status, it says the text in data-live-say when that has changed, and nothing else. Without this script the
   page has a link to refresh. */
(function () {
  "use strict";

  var LONGEST_PAUSE = 60;
  var FOCUSABLE = "a[href], button, summary, input, select, [tabindex]";
  var listOf = Array.from;

  function follow(part, pause) {
    var seconds = Number(part.dataset.live);
    if (!seconds) { return; }
    window.setTimeout(function () { refresh(part, pause); }, (pause || seconds) * 1000);
  }

  /* What the reader is busy with inside the part: the focused element by its id or its place, open folds, scrolled tables. */
  function place(part) {
    var focusable = listOf(part.querySelectorAll(FOCUSABLE));
    var active = document.activeElement;
    return {
      id: part.contains(active) ? active.id : "",
      index: part.contains(active) ? focusable.indexOf(active) : -1,
      text: part.contains(active) ? active.textContent : "",
      open: listOf(part.querySelectorAll("details[open][id]")).map(function (fold) { return fold.id; }),
      scrolled: listOf(part.querySelectorAll("[id]")).filter(function (one) { return one.scrollLeft > 0; })
        .map(function (one) { return [one.id, one.scrollLeft]; })
    };
  }

  function putBack(part, was) {
    was.open.forEach(function (id) {
      var fold = document.getElementById(id);
      if (fold) { fold.open = true; }
    });
    was.scrolled.forEach(function (pair) {
      var one = document.getElementById(pair[0]);
      if (one) { one.scrollLeft = pair[1]; }
    });
    if (was.index < 0) { return; }
    var focusable = listOf(part.querySelectorAll(FOCUSABLE));
    var same = was.id ? document.getElementById(was.id) : focusable[was.index];
    if (!same || same.textContent !== was.text) {
      same = focusable.find(function (one) { return one.textContent === was.text; }) || same || part;
    }
    if (same === part) { part.tabIndex = -1; }
    same.focus({ preventScroll: true });
  }

  function tell(before, after) {
    var news = document.getElementById(after.dataset.liveNews || "");
    if (news && after.dataset.liveSay !== before.dataset.liveSay) { news.textContent = after.dataset.liveSay; }
  }

  /* Somebody who types, or has selected text to copy, is left alone. */
  function isBusy(part) {
    var active = document.activeElement;
    var isTyping = part.contains(active) && /^(INPUT|SELECT|TEXTAREA)$/.test(active.tagName);
    var selection = window.getSelection();
    return isTyping || (selection && !selection.isCollapsed && part.contains(selection.anchorNode));
  }

  function refresh(part, pause) {
    if (document.hidden || isBusy(part)) { return follow(part, pause); }
    fetch(window.location.href, { credentials: "same-origin" })
      .then(function (response) { return response.ok ? response.text() : Promise.reject(response.status); })
      .then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html").getElementById(part.id);
        if (!fresh) { return; }
        var was = place(part);
        part.replaceWith(fresh);
        putBack(fresh, was);
        tell(part, fresh);
        follow(fresh);
      })
      .catch(function () { follow(part, Math.min((pause || Number(part.dataset.live)) * 2, LONGEST_PAUSE)); });
  }

  document.querySelectorAll("[data-live]").forEach(function (part) { follow(part); });
}());
