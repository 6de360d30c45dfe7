/* Outline, cards and preview: steps without leaving the screen, dragging, a preview that follows. */
(function () {
  "use strict";
  var editor = window.ksfEditor;
  if (!editor || !editor.form()) { return; }
  var preview = document.getElementById("preview");
  var dragged = null;

  /* --- a step: first save, then do it, then show what became of it */
  editor.step = function (word) {
    return editor.flush().then(function () {
      var data = new FormData();
      data.append("csrfmiddlewaretoken", editor.form().querySelector("[name=csrfmiddlewaretoken]").value);
      data.append("_do", word);
      return window.fetch(location.pathname, { method: "POST", body: data });
    }).then(function (answer) {
      if (!answer.ok || answer.url.indexOf("/change/") < 0 || answer.url.indexOf("/page/") < 0) { location.assign(answer.url); return null; }
      return answer.text().then(function (html) { show(html, answer.url, word); });
    }).catch(function () { document.querySelector(".save-status").textContent = editor.text("offline"); });
  };

  function show(html, url, word) {
    var made = new DOMParser().parseFromString(html, "text/html");
    document.querySelectorAll(".question").forEach(function (card) {
      var again = card.querySelector(".question-fold").open && made.getElementById(card.id);
      if (again && again.querySelector("[data-loaded]")) { again.querySelector(".question-fold").open = true; }
    });
    [".editor-outline", "#page_form"].forEach(function (selector) {
      document.querySelector(selector).replaceWith(made.querySelector(selector));
    });
    messages(made);
    document.title = made.title;
    if (url !== location.href) { history.pushState({}, "", url); }
    preview.dataset.address = made.getElementById("preview").dataset.address;
    editor.cards().forEach(function (card) { editor.tell("shown", card); });
    reflectPreview();
    refreshPreview();
    land(word);
  }

  function messages(made) {
    var there = document.querySelector(".messages");
    var new_ = made.querySelector(".messages");
    if (there) { there.remove(); }
    if (new_) { document.getElementById("editor").before(new_); }
  }

  /* Put the focus where the work goes on. */
  function land(word) {
    var open = new URLSearchParams(location.search).get("open");
    var card = open && document.getElementById("question-" + open);
    if (card && /^(up|down):/.test(word)) {
      var button = card.querySelector('[value="' + word + '"]');
      card.scrollIntoView({ block: "nearest" });
      if (button) { button.focus(); }
    } else if (card) {
      openCard(card);
    } else {
      var target = document.querySelector("[data-undo-button]") || document.querySelector('#page_form [name="page-title_nl"]');
      if (target) { target.focus({ preventScroll: Boolean(document.querySelector("[data-undo-button]")) }); }
    }
  }

  function openCard(card, isQuiet) {
    var fold = card.querySelector(".question-fold");
    fold.open = true;
    var loaded = card.querySelector("[data-loaded]") ? Promise.resolve(card) : editor.reload(card);
    return loaded.then(function (shown) {
      document.querySelectorAll(".question.is-target").forEach(function (other) { other.classList.remove("is-target"); });
      shown.classList.add("is-target");
      if (!isQuiet) {
        var field = Array.from(shown.querySelectorAll(".question-text textarea")).find(function (input) { return input.checkVisibility(); });
        shown.scrollIntoView({ block: "nearest" });
        if (field) { field.focus(); }
      }
      return shown;
    });
  }
  editor.open = openCard;

  document.addEventListener("submit", function (event) {
    if (event.target.id !== "page_form") { return; }
    var button = event.submitter;
    event.preventDefault();
    if (button && button.name === "_do") { editor.step(button.value); } else { editor.cards().forEach(function (card) { if (card.querySelector('[name$="-revision"]')) { editor.touch(card); } }); editor.flush(); }
  });

  document.addEventListener("click", function (event) {
    var link = event.target.closest("[data-open]");
    var card = link && document.getElementById("question-" + link.dataset.open);
    if (card) { event.preventDefault(); openCard(card); return; }
    var load = event.target.closest("[data-load]");
    if (load) { event.preventDefault(); openCard(load.closest(".question")); return; }
    if (link || event.target.closest(".outline-link, .editor-next a")) {
      var address = event.target.closest("a").href;
      if (document.querySelector(".save-status").textContent && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        editor.flush().then(function () { location.assign(address); });
      }
    }
  });
  document.addEventListener("toggle", function (event) {
    var fold = event.target;
    if (!fold.classList || !fold.classList.contains("question-fold") || !fold.open) { return; }
    if (!fold.querySelector("[data-loaded]")) { editor.reload(fold.closest(".question")).then(function (made) { made.querySelector(".question-fold").open = true; }); }
  }, true);
  window.addEventListener("popstate", function () { location.reload(); });

  /* --- outline and problems follow what was saved */
  var timer = 0;
  editor.on("saved", function (card) {
    summarise(card);
    window.clearTimeout(timer);
    timer = window.setTimeout(refresh, 700);
  });

  function refresh() {
    window.fetch(location.pathname + "?part=outline").then(function (answer) { return answer.ok ? answer.text() : ""; }).then(function (html) {
      if (!html || document.querySelector(".outline-menu[open]") || dragged) { return; }
      var made = new DOMParser().parseFromString(html, "text/html");
      var had = document.activeElement && document.activeElement.closest("#outline a");
      var href = had && had.getAttribute("href");
      var isOpen = Boolean(document.querySelector("#problems details[open]"));
      document.getElementById("outline").replaceChildren.apply(document.getElementById("outline"), Array.from(made.querySelector("[data-part=outline]").childNodes));
      document.getElementById("problems").replaceChildren.apply(document.getElementById("problems"), Array.from(made.querySelector("[data-part=problems]").childNodes));
      var fold = document.querySelector("#problems details");
      if (fold) { fold.open = isOpen; }
      if (href) { var again = document.querySelector('#outline a[href="' + href + '"]'); if (again) { again.focus(); } }
      refreshPreview();
    }).catch(function () { /* the next save tries again */ });
  }

  function summarise(card) {
    var title = card.querySelector(".question-title");
    if (!title) { return; }
    var field = Array.from(card.querySelectorAll(".question-text textarea")).find(function (input) { return input.checkVisibility() && input.value; });
    if (field) { title.textContent = field.value; }
    var short = card.querySelector(".question-choices-short");
    var labels = Array.from(card.querySelectorAll('.rows:first-of-type .part-row .texts-one:first-child input')).map(function (input) { return input.value; }).filter(Boolean);
    if (short) { short.textContent = labels.slice(0, 8).join(" · ") + (labels.length > 8 ? " …" : ""); }
  }

  /* --- dragging: pages, questions (also to another page), rows */
  function item(node) { return node.closest(".outline-page, .outline-question, .part-row"); }
  document.addEventListener("pointerdown", function (event) {
    var grip = event.target.closest(".grip");
    if (grip) {
      var own = grip.dataset.drag === "page" ? grip.closest(".outline-page") : item(grip);
      own.draggable = true;
    }
  });
  document.addEventListener("pointerup", function () { if (!dragged) { clear(); } });
  function clear() {
    document.querySelectorAll("[draggable=true]").forEach(function (node) { if (node.tagName === "LI") { node.draggable = false; } });
    document.querySelectorAll(".is-dragged, .is-dropping").forEach(function (node) { node.classList.remove("is-dragged", "is-dropping"); });
    dragged = null;
  }
  document.addEventListener("dragstart", function (event) {
    if (!event.target.draggable || event.target.tagName !== "LI") { return; }
    event.stopPropagation();
    dragged = event.target;
    dragged.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  function place(list, y, selector) {
    return Array.from(list.children).filter(function (node) { return node.matches(selector) && node !== dragged; }).find(function (node) {
      var box = node.getBoundingClientRect();
      return y < box.top + box.height / 2;
    }) || null;
  }
  function listFor(target) {
    if (dragged.classList.contains("part-row")) { return target.closest(".rows-list") === dragged.parentNode ? dragged.parentNode : null; }
    if (dragged.classList.contains("outline-page")) { return document.querySelector(".outline-pages"); }
    var page = target.closest(".outline-page");
    return page && page.querySelector(".outline-questions");
  }
  document.addEventListener("dragover", function (event) {
    if (!dragged) { return; }
    var list = listFor(event.target);
    if (!list) { return; }
    event.preventDefault();
    var selector = dragged.classList.contains("part-row") ? ".part-row" : dragged.classList.contains("outline-page") ? ".outline-page" : ".outline-question";
    list.insertBefore(dragged, place(list, event.clientY, selector));
  });
  document.addEventListener("drop", function (event) { if (dragged) { event.preventDefault(); } });
  document.addEventListener("dragend", function () {
    if (!dragged) { return; }
    var node = dragged;
    clear();
    var index = Array.from(node.parentNode.children).indexOf(node);
    if (node.classList.contains("part-row")) { editor.touch(node.closest("[data-card]")); }
    else if (node.classList.contains("outline-page")) { editor.step("move-page:" + node.dataset.page + ":" + index); }
    else { editor.step("move:" + node.dataset.question + ":" + node.parentNode.dataset.page + ":" + index); }
  });

  /* --- the preview beside the page */
  function isShown() { return sessionStorage.getItem("ksf-preview") === "shown"; }
  function reflectPreview() {
    preview.hidden = !isShown();
    document.getElementById("editor").classList.toggle("has-preview", isShown());
    document.querySelectorAll("#page_form [data-preview-toggle]").forEach(function (link) { link.setAttribute("aria-expanded", String(isShown())); });
  }
  function refreshPreview() {
    var frame = preview.querySelector("iframe");
    if (!isShown()) { return; }
    var language = (editor.form().dataset.languages || "").split(" ").indexOf(document.documentElement.lang) < 0 ? "" : "?lang=" + document.documentElement.lang;
    if (frame.contentWindow && frame.getAttribute("src") === preview.dataset.address + language) { frame.contentWindow.location.replace(preview.dataset.address + language); }
    else { frame.src = preview.dataset.address + language; }
  }
  editor.togglePreview = function () {
    sessionStorage.setItem("ksf-preview", isShown() ? "" : "shown");
    reflectPreview();
    refreshPreview();
  };
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-preview-toggle]")) { event.preventDefault(); editor.togglePreview(); }
    var width = event.target.closest("[data-width]");
    if (width) {
      preview.querySelector(".preview-window").className = "preview-window is-" + width.dataset.width;
      document.getElementById("editor").classList.toggle("has-wide-preview", width.dataset.width === "desktop");
      preview.querySelectorAll("[data-width]").forEach(function (other) { other.setAttribute("aria-pressed", String(other === width)); });
    }
  });

  /* --- where the address points */
  function start() {
    reflectPreview();
    refreshPreview();
    var spot = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var card = spot && spot.closest(".question");
    if (card) {
      openCard(card).then(function () {
        var row = document.getElementById(spot.id);
        var label = row && row.classList.contains("part-row") && row.querySelector("input:not([type=hidden])");
        if (label) { label.focus(); }
      });
    } else if (spot) {
      for (var fold = spot.closest("details"); fold; fold = fold.parentElement.closest("details")) { fold.open = true; }
      var field = spot.querySelector("textarea, input:not([type=hidden])");
      if (field) { field.focus(); }
    } else if (editor.form().querySelectorAll(".question").length === 1) {
      editor.form().querySelector(".question-fold").open = true;
    }
    if (window.matchMedia("(max-width: 61.99rem)").matches) { document.querySelector(".outline-fold").open = false; }
  }
  /* After the browser itself has gone to the spot in the address, which takes the focus away. */
  function startLate() { window.requestAnimationFrame(start); }
  window.addEventListener("hashchange", startLate);
  if (document.readyState === "complete") { startLate(); } else { window.addEventListener("load", startLate); }
})();
