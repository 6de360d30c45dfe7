/* Keeps a part of a page up to date: <div id="sending" data-live="3"> is read again every 3 seconds, as long as the server
   sends it with that attribute. Without this script the page has a link to refresh. */
(function () {
  "use strict";

  var LONGEST_PAUSE = 60;

  function follow(part, pause) {
    var seconds = Number(part.dataset.live);
    if (!seconds) { return; }
    window.setTimeout(function () { refresh(part, pause); }, (pause || seconds) * 1000);
  }

  function refresh(part, pause) {
    if (document.hidden || part.contains(document.activeElement)) { return follow(part, pause); }
    fetch(window.location.href, { credentials: "same-origin" })
      .then(function (response) { return response.ok ? response.text() : Promise.reject(response.status); })
      .then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html").getElementById(part.id);
        if (!fresh) { return; }
        part.replaceWith(fresh);
        follow(fresh);
      })
      .catch(function () { follow(part, Math.min((pause || Number(part.dataset.live)) * 2, LONGEST_PAUSE)); });
  }

  document.querySelectorAll("[data-live]").forEach(function (part) { follow(part); });
}());
