/* The builder saves by itself: each question, and the page's own fields, on its own. Without script it is one form. */
(function () {
  "use strict";
  var WAIT = 800;
  var RETRY = 5000;
  var editor = window.ksfEditor = { listeners: {} };
  document.documentElement.classList.add("js");

  editor.form = function () { return document.getElementById("page_form"); };
  editor.on = function (name, listener) { (editor.listeners[name] = editor.listeners[name] || []).push(listener); };
  editor.tell = function (name, detail) { (editor.listeners[name] || []).forEach(function (listener) { listener(detail); }); };
  editor.text = function (name) { return editor.form().dataset[name]; };
  editor.cards = function () { return Array.from(document.querySelectorAll("#page_form [data-card]")); };
  if (!editor.form()) { return; }

  /* --- what stands in the status line */
  function status(name, isBad) {
    var line = document.querySelector(".save-status");
    line.textContent = name ? editor.text(name) : "";
    line.classList.toggle("is-bad", Boolean(isBad));
  }

  /* --- what is waiting */
  var states = new WeakMap();
  function state(card) {
    if (!states.has(card)) { states.set(card, { isDirty: false, timer: 0, saving: null, isHeld: false }); }
    return states.get(card);
  }
  function waitingCards() {
    return editor.cards().filter(function (card) { return state(card).isDirty || state(card).saving; });
  }

  editor.touch = function (card) {
    var own = state(card);
    own.isDirty = true;
    status("unsaved");
    window.clearTimeout(own.timer);
    own.timer = window.setTimeout(function () { editor.save(card); }, WAIT);
  };

  editor.flush = function () {
    return Promise.all(waitingCards().map(function (card) { return editor.save(card); })).then(function (outcomes) {
      return outcomes.every(Boolean);
    });
  };

  /* --- saving one card */
  function body(card) {
    var data = new FormData();
    data.append("csrfmiddlewaretoken", editor.form().querySelector("[name=csrfmiddlewaretoken]").value);
    card.querySelectorAll("input[name], textarea[name], select[name]").forEach(function (field) {
      if (field.disabled || ((field.type === "checkbox" || field.type === "radio") && !field.checked)) { return; }
      if (field.type === "select-multiple") {
        Array.from(field.selectedOptions).forEach(function (option) { data.append(field.name, option.value); });
      } else if (field.type !== "file" && !/-lines$/.test(field.name)) {
        data.append(field.name, field.value);
      }
    });
    return data;
  }

  editor.save = function (card) {
    var own = state(card);
    window.clearTimeout(own.timer);
    if (own.isHeld) { return Promise.resolve(false); }
    if (own.saving) { return own.saving.then(function () { return own.isDirty ? editor.save(card) : true; }); }
    own.isDirty = false;
    status("saving");
    own.saving = window.fetch(location.pathname, { method: "POST", body: body(card), headers: { Accept: "application/json" } })
      .then(function (answer) { return finish(card, answer); })
      .catch(function () {
        own.isDirty = true;
        status("offline", true);
        own.timer = window.setTimeout(function () { editor.save(card); }, RETRY);
        return false;
      })
      .then(function (isSaved) {
        own.saving = null;
        if (isSaved && !waitingCards().length) { status("saved"); }
        return isSaved;
      });
    return own.saving;
  };

  function finish(card, answer) {
    if (answer.status === 410) { state(card).isHeld = true; status("gone", true); return false; }
    if (answer.redirected || (!answer.ok && answer.status !== 409 && answer.status !== 422)) { throw new Error("not saved"); }
    return answer.json().then(function (told) {
      clearErrors(card);
      if (answer.status === 422) { showErrors(card, told.errors); status("invalid", true); return false; }
      if (answer.status === 409) { told.conflicts.forEach(function (conflict) { showConflict(card, conflict); }); return false; }
      told.cards.forEach(function (saved) { take(card, saved); });
      editor.tell("saved", card);
      return true;
    });
  }

  /* --- what the server made of it: revision, code, the keys of new rows */
  function take(card, saved) {
    card.querySelector('[name="' + saved.prefix + '-revision"]').value = saved.revision;
    setCode(card.querySelector('[name="' + saved.prefix + '-code"]'), saved.code);
    Object.keys(saved.rows).forEach(function (prefix) {
      var made = saved.rows[prefix];
      var stem = prefix.slice(0, prefix.lastIndexOf("-"));
      var key = prefix.slice(stem.length + 1);
      var row = card.querySelector('.rows[data-rows="' + stem + '"] .part-row[data-key="' + key + '"]');
      if (!row) { return; }
      setCode(row.querySelector('[name="' + prefix + '-code"]'), made.code);
      if (key !== String(made.key)) { rename(row, prefix, stem + "-" + made.key, made.key); }
    });
  }

  function setCode(field, code) {
    if (!field || field === document.activeElement || field.value === code) { return; }
    if (field.dataset.made !== undefined) { field.dataset.made = code; }
    field.value = code;
    editor.tell("code", field);
  }

  function rename(row, from, to, key) {
    row.dataset.key = key;
    row.querySelector("input[type=hidden]").value = key;
    row.querySelectorAll("[name], [id], [for]").forEach(function (node) {
      ["name", "id", "for"].forEach(function (attribute) {
        var value = node.getAttribute(attribute);
        if (value) { node.setAttribute(attribute, value.split(from + "-").join(to + "-")); }
      });
    });
  }

  /* --- mistakes and conflicts */
  function clearErrors(card) {
    card.querySelectorAll(".errors-told, .errorlist").forEach(function (list) { list.remove(); });
    card.querySelectorAll("[aria-invalid]").forEach(function (field) { field.removeAttribute("aria-invalid"); });
  }

  function showErrors(card, errors) {
    Object.keys(errors).forEach(function (name) {
      var field = card.querySelector('[name="' + name + '"], [name^="' + name + '_"]');
      if (!field) { return; }
      var told = element("div", "", "errors-told");
      told.setAttribute("role", "alert");
      var list = told.appendChild(element("ul", "", "errorlist"));
      errors[name].forEach(function (text) { list.appendChild(document.createElement("li")).textContent = text; });
      (field.closest(".texts") || field).before(told);
      field.setAttribute("aria-invalid", "true");
      for (var fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) { fold.open = true; }
    });
  }

  function element(name, text, className) {
    var node = document.createElement(name);
    node.textContent = text || "";
    if (className) { node.className = className; }
    return node;
  }

  function showConflict(card, conflict) {
    var own = state(card);
    own.isHeld = own.isDirty = true;
    status("unsaved", true);
    card.querySelectorAll(".conflict").forEach(function (old) { old.remove(); });
    var box = element("div", "", "note is-warning conflict");
    box.setAttribute("role", "alert");
    box.append(element("p", conflict.sentence, "conflict-title"), element("p", editor.text("kept")));
    var list = box.appendChild(element("dl", "", "conflict-differences"));
    conflict.differences.forEach(function (item) {
      var line = list.appendChild(element("div"));
      line.append(element("dt", item.label));
      [["yours", item.mine], ["theirs", item.theirs]].forEach(function (side) {
        var told = line.appendChild(element("dd"));
        told.append(element("span", editor.text(side[0]), "conflict-who"), " " + side[1]);
      });
    });
    var keep = element("button", editor.text("keep"), "btn btn-primary btn-sm");
    var leave = element("button", editor.text("take"), "btn btn-secondary btn-sm");
    keep.type = leave.type = "button";
    keep.addEventListener("click", function () {
      card.querySelector('[name="' + conflict.prefix + '-revision"]').value = conflict.revision;
      own.isHeld = false;
      box.remove();
      editor.save(card);
    });
    leave.addEventListener("click", function () {
      own.isHeld = own.isDirty = false;
      if (card.dataset.pk) { editor.reload(card); } else { location.reload(); }
      status("saved");
    });
    var actions = box.appendChild(element("div", "", "actions"));
    actions.append(keep, leave);
    (card.querySelector(".question-body, .card-body") || card).prepend(box);
  }

  /* --- a card as it stands on the server */
  var loading = new WeakMap();
  editor.reload = function (card) {
    if (!loading.has(card)) {
      loading.set(card, load(card).catch(function (error) { loading.delete(card); throw error; }));
    }
    return loading.get(card);
  };

  function load(card) {
    return window.fetch(location.pathname + "?card=" + card.dataset.pk).then(function (answer) {
      if (!answer.ok) { throw new Error("no card"); }
      return answer.text();
    }).then(function (html) {
      var made = new DOMParser().parseFromString(html, "text/html").querySelector("article");
      made.querySelector(".question-number").textContent = card.querySelector(".question-number").textContent;
      card.replaceWith(made);
      editor.tell("shown", made);
      return made;
    });
  }

  document.addEventListener("input", function (event) {
    var card = event.target.closest("[data-card]");
    if (card && event.target.name && !/-lines$/.test(event.target.name)) { editor.touch(card); }
  });
  document.addEventListener("change", function (event) {
    var card = event.target.closest("[data-card]");
    if (!card || !event.target.name || /-lines$/.test(event.target.name)) { return; }
    if (event.target.matches("select, [type=checkbox], [type=radio], [type=file]")) { editor.touch(card); }
    if (/^q[0-9]+-kind$/.test(event.target.name)) {
      editor.save(card).then(function (isSaved) {
        if (isSaved) { return editor.reload(card).then(function (made) { made.querySelector('[name$="-kind"]').focus(); }); }
        return undefined;
      });
    }
  });
  document.addEventListener("focusout", function (event) {
    var card = event.target.closest("[data-card]");
    if (card && state(card).isDirty && !card.contains(event.relatedTarget)) { editor.save(card); }
  });
  window.addEventListener("online", function () { editor.flush(); });
  window.addEventListener("beforeunload", function (event) {
    if (waitingCards().length) { editor.flush(); event.preventDefault(); }
  });
})();
