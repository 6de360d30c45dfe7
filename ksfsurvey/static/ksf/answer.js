/* Sends the pages of the poll without losing an answer: saves while the respondent is busy, goes on without loading the
 * whole page anew, and when the connection drops keeps the answers on this device and tries again.
 *
 * Answers are kept in the browser's storage only while they could not be saved, under a name that follows from the hash
 * of the link, and are removed as soon as the server has them.
 */
(function () {
  "use strict";

  var AUTOSAVE_AFTER = 1500;
  var RETRY_FIRST = 2000;
  var RETRY_LAST = 60000;
  var PREFIX = "ksf:";

  var state = {
    busy: false, dirty: false, unsent: false, saving: null, timer: 0, retry: 0,
    delay: RETRY_FIRST, wanted: null, keep: "", path: ""
  };

  function theForm() {
    return document.querySelector("form[data-answers]");
  }

  function canKeep(form) {
    return Boolean(form && form.dataset.keep);
  }

  function say(name) {
    var status = document.querySelector("[data-status]");
    if (!status) { return; }
    status.textContent = name ? status.dataset[name] || "" : "";
    status.classList.toggle("is-offline", name === "offline" || name === "waiting");
  }

  /* --- what could not be sent stays on this device --- */

  function keepName(form) {
    var place = new URL(form.action, location.href).pathname.split("/")[3] || "";
    return PREFIX + form.dataset.keep + ":" + place;
  }

  function keep(form) {
    if (!canKeep(form)) { return; }
    try {
      localStorage.setItem(keepName(form), JSON.stringify(window.ksfForm.pairs(form)));
    } catch (error) { /* storage is full or forbidden: the page itself still holds the answers */ }
  }

  function forget(form) {
    if (!canKeep(form)) { return; }
    try { localStorage.removeItem(keepName(form)); } catch (error) { /* nothing was kept */ }
  }

  function forgetAll() {
    if (!state.keep) { return; }
    try {
      Object.keys(localStorage).forEach(function (name) {
        if (name.indexOf(PREFIX + state.keep + ":") === 0) { localStorage.removeItem(name); }
      });
    } catch (error) { /* nothing was kept */ }
  }

  function putBack(form) {
    var text = null;
    try { text = canKeep(form) && localStorage.getItem(keepName(form)); } catch (error) { return; }
    if (!text) { return; }
    window.ksfForm.restore(form, JSON.parse(text));
    state.dirty = true;
    say("restored");
    planAutosave();
  }

  /* --- sending --- */

  function post(address, pairs, form, options) {
    var body = new URLSearchParams(pairs);
    var secret = form.elements.csrfmiddlewaretoken;
    if (secret) { body.append("csrfmiddlewaretoken", secret.value); }
    return fetch(address, Object.assign({
      method: "POST", body: body, credentials: "same-origin", headers: { "X-Requested-With": "fetch" }
    }, options)).then(function (response) {
      if (response.status >= 500 || response.status === 429) { throw new Error("server is not available"); }
      return response.status === 428 ? work(address, pairs, form, options, response) : response;
    });
  }

  /* Somebody new in a crowd lets the browser do some work first; see answer-work.js. */
  function work(address, pairs, form, options, response) {
    var task = response.headers.get("X-Task");
    var isSecond = pairs.some(function (pair) { return pair[0] === "_task"; });
    if (isSecond || !task || !window.ksfWork) { return response; }
    return window.ksfWork.solve(task, Number(response.headers.get("X-Task-Bits"))).then(function (answer) {
      return post(address, pairs.concat([["_task", task], ["_work", answer]]), form, options);
    });
  }

  function autosaveAddress(form) {
    var address = new URL(form.action, location.href);
    address.pathname += "draft/";
    return address.href;
  }

  function planAutosave() {
    clearTimeout(state.timer);
    if (canKeep(theForm())) { state.timer = setTimeout(autosave, AUTOSAVE_AFTER); }
  }

  function autosave(options) {
    var form = theForm();
    if (!canKeep(form) || !state.dirty || state.busy || state.saving || state.wanted) { return; }
    clearTimeout(state.timer);
    state.dirty = false;
    say("saving");
    state.saving = post(autosaveAddress(form), window.ksfForm.pairs(form), form, options)
      .then(function (response) { saved(form, response); })
      .catch(function () { notSaved(form); })
      .then(function () {
        state.saving = null;
        if (state.dirty && !state.unsent) { planAutosave(); }
      });
  }

  function saved(form, response) {
    state.unsent = false;
    state.delay = RETRY_FIRST;
    if (response.status === 204) {
      takeRevision(form, response);
      forget(form);
      say("saved");
    } else if (response.status === 409) {
      say("elsewhere");
    } else {
      say("");
    }
  }

  /* The next save is based on this one. Who came in by an open link now has an address of their own. */
  function takeRevision(form, response) {
    var revision = response.headers.get("X-Draft-Revision");
    var address = response.headers.get("X-Page-Address");
    if (revision) { form.elements._revision.value = revision; }
    if (address && form === theForm()) {
      form.action = address;
      if (/^\/[egko]\//.test(location.pathname)) { history.replaceState({}, "", address); }
    }
  }

  function notSaved(form) {
    state.dirty = true;
    state.unsent = true;
    keep(form);
    say(state.wanted ? "waiting" : "offline");
    tryLater();
  }

  function tryLater() {
    clearTimeout(state.retry);
    state.retry = setTimeout(tryAgain, state.delay);
    state.delay = Math.min(state.delay * 2, RETRY_LAST);
  }

  /* A page that was to be sent is sent; else what was typed is saved. */
  function tryAgain() {
    clearTimeout(state.retry);
    if (state.wanted) { send(state.wanted.form, state.wanted.button); } else { autosave(); }
  }

  function send(form, button) {
    if (state.busy) { return; }
    state.busy = true;
    clearTimeout(state.timer);
    clearTimeout(state.retry);
    if (button) { button.setAttribute("aria-busy", "true"); }
    Promise.resolve(state.saving).then(function () {
      var pairs = window.ksfForm ? window.ksfForm.pairs(form) : [];
      pairs.push(button && button.name ? [button.name, button.value] : ["_next", "1"]);
      return post(form.action, pairs, form);
    }).then(function (response) {
      return response.text().then(function (html) { arrive(form, response, html); });
    }).catch(function () { notSent(form, button); });
  }

  function notSent(form, button) {
    state.busy = false;
    state.dirty = true;
    state.unsent = true;
    if (button) { button.removeAttribute("aria-busy"); }
    keep(form);
    state.wanted = { form: form, button: button };
    say("waiting");
    tryLater();
  }

  function arrive(form, response, html) {
    state.busy = false;
    state.wanted = null;
    if (response.status === 403) { keep(form); } else { clean(form, response); }
    var address = response.headers.get("X-Page-Address") || response.url;
    var isSame = new URL(address, location.href).pathname === location.pathname;
    history[isSame ? "replaceState" : "pushState"]({}, "", address);
    show(html);
  }

  function clean(form, response) {
    state.dirty = false;
    state.unsent = false;
    state.delay = RETRY_FIRST;
    if (response.ok) { forget(form); }
  }

  /* --- showing --- */

  function show(html) {
    var next = new DOMParser().parseFromString(html, "text/html");
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    document.body.className = next.body.className;
    document.body.replaceChildren.apply(document.body, Array.from(next.body.childNodes));
    begin();
    var target = document.querySelector("[data-focus]") || document.getElementById("main");
    window.scrollTo(0, 0);
    if (target) { target.focus({ preventScroll: !target.hasAttribute("data-focus") }); }
  }

  /* The personal link leads to the page to go on with; the browser's Back must find the page that was shown. */
  function nameThePage(form) {
    var address = canKeep(form) ? new URL(form.action, location.href) : null;
    if (address && !address.search && address.pathname !== location.pathname) {
      history.replaceState({}, "", address.pathname + location.hash);
    }
    state.path = location.pathname;
  }

  function begin() {
    var form = theForm();
    nameThePage(form);
    if (document.querySelector('[data-end="answered"]')) { forgetAll(); }
    document.querySelectorAll("[data-copy]").forEach(function (button) { button.hidden = !navigator.clipboard; });
    if (!form || !window.ksfForm) { return; }
    if (form.dataset.keep) { state.keep = form.dataset.keep; }
    window.ksfForm.refresh(form);
    putBack(form);
  }

  /* --- events --- */

  document.addEventListener("submit", function (event) {
    if (!event.target.matches("form[data-answers]") || !window.fetch) { return; }
    event.preventDefault();
    send(event.target, event.submitter);
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy]");
    if (!button) { return; }
    navigator.clipboard.writeText(document.querySelector("[data-copy-source]").textContent.trim())
      .then(function () { button.textContent = button.dataset.copied; });
  });

  function onEdit(event) {
    var form = event.target.closest && event.target.closest("form[data-answers]");
    if (!form || !window.ksfForm) { return; }
    state.dirty = true;
    window.ksfForm.changed(form, event.target);
    if (state.unsent) { keep(form); }
    planAutosave();
  }

  document.addEventListener("change", onEdit);
  document.addEventListener("input", onEdit);

  /* Only a click (not an arrow key on its way past) moves on to the text of "other, namely". */
  document.addEventListener("pointerdown", function (event) {
    var label = event.target.closest && event.target.closest(".choice label");
    var input = label && document.getElementById(label.htmlFor);
    if (input) { input.dataset.byPointer = "1"; }
  });

  window.addEventListener("popstate", function () {
    if (location.pathname === state.path) { return; } // a link within the page
    fetch(location.href, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } })
      .then(function (response) { return response.text(); })
      .then(show)
      .catch(function () { location.reload(); });
  });

  window.addEventListener("online", function () {
    if (!state.unsent) { return; }
    state.delay = RETRY_FIRST;
    tryAgain();
  });

  window.addEventListener("pagehide", function () {
    if (state.dirty) { autosave({ keepalive: true }); }
  });

  window.addEventListener("beforeunload", function (event) {
    if (state.unsent && state.dirty && canKeep(theForm())) { event.preventDefault(); }
  });

  begin();
})();
