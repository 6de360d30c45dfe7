/* Keeps a page with [data-progress] up to date, and goes where the server sends once the work is done. */
(function () {
  "use strict";
  var delay = 500;
  function refresh() {
    fetch(location.href, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } })
      .then(function (response) {
        if (response.redirected) {
          location.replace(response.url);
          return null;
        }
        return response.ok ? response.text() : null;
      })
      .then(function (html) {
        if (html) {
          replace(html);
        }
      })
      .catch(function () { delay = 5000; })
      .then(function () {
        delay = Math.min(delay * 1.3, 5000);
        setTimeout(refresh, delay);
      });
  }
  function replace(html) {
    var next = new DOMParser().parseFromString(html, "text/html").querySelector("[data-progress]");
    var here = document.querySelector("[data-progress]");
    if (!next) {
      location.reload();
    } else if (here.innerHTML !== next.innerHTML) {
      here.innerHTML = next.innerHTML;
    }
  }
  if (document.querySelector("[data-progress]")) {
    setTimeout(refresh, delay);
  }
})();
