/* Shows a change on the explore page at once: the form is sent as its button would send it, the parts of the page with
   data-part are replaced by those of the answer, and the address becomes the new one. Focus stays where it is. Without
   this script the button does the same with a new page. */
(function () {
  "use strict";

  var form = document.getElementById("explore-form");
  var news = document.getElementById("explore-news");
  if (!form || !window.fetch || !window.history.pushState) { return; }

  var asked = 0;
  document.getElementById("explore-show").hidden = true;

  /* The address of what is chosen, without the fields that are empty. */
  function address() {
    var chosen = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (value) { chosen.append(name, value); }
    });
    return form.getAttribute("action") + "?" + chosen.toString();
  }

  function replaceParts(page) {
    document.querySelectorAll("[data-part]").forEach(function (part) {
      var fresh = page.getElementById(part.id);
      var focused = part.contains(document.activeElement) ? document.activeElement.id : "";
      if (!fresh || fresh.innerHTML === part.innerHTML) { return; }
      part.innerHTML = fresh.innerHTML;
      var again = focused && document.getElementById(focused);
      if (again) { again.focus({ preventScroll: true }); }
    });
    markErrors();
    document.title = page.title;
    var said = document.querySelector("[data-say]") || document.querySelector("#figure .note");
    news.textContent = said ? said.dataset.say || said.textContent.trim() : "";
  }

  /* Says at a field whether it is wrong, for who hears the page. */
  function markErrors() {
    document.querySelectorAll("[id^='error-']").forEach(function (place) {
      var field = document.getElementById("id_" + place.id.slice("error-".length));
      if (!field) { return; }
      field.setAttribute("aria-invalid", place.textContent.trim() !== "");
    });
  }

  function show(url, isNew) {
    var turn = (asked += 1);
    var figure = document.getElementById("figure");
    figure.setAttribute("aria-busy", "true");
    return fetch(url, { credentials: "same-origin" })
      .then(function (response) {
        if (!response.ok || response.redirected) { throw new Error(response.status); }
        return response.text();
      })
      .then(function (text) {
        if (turn !== asked) { return; }
        if (isNew) { window.history.pushState({}, "", url); }
        replaceParts(new DOMParser().parseFromString(text, "text/html"));
        figure.removeAttribute("aria-busy");
      })
      .catch(function () {
        if (turn === asked) { window.location.assign(url); }
      });
  }

  form.addEventListener("change", function () { show(address(), true); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    show(address(), true);
  });
  /* Going back shows what was chosen then, in the form too. */
  window.addEventListener("popstate", function () { window.location.reload(); });
}());
