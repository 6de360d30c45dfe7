/* The press text with numbers as chips, saved while one writes. Without script the same form has a plain text field. */
(function () {
  "use strict";
  var WAIT = 900;
  var RETRY = 5000;
  var TOKEN = /\{([^{}|\n]*)\|([^{}|\n]+)\}/g;
  var form = document.getElementById("press_form");
  if (!form) { return; }
  var source = form.elements.source;
  var line = form.querySelector(".save-status");
  var editor = document.createElement("div");
  var timer = 0, saving = null, isDirty = false, isHeld = false;

  /* --- text to chips and back */
  function chip(typed, key) {
    var node = document.createElement("span");
    node.className = "chip";
    node.contentEditable = "false";
    node.dataset.key = key;
    node.textContent = typed;
    node.title = form.dataset.number + ": " + key;
    return node;
  }

  function show(text) {
    editor.textContent = "";
    var end = 0;
    text.replace(TOKEN, function (all, typed, key, at) {
      editor.append(text.slice(end, at), chip(typed, key));
      end = at + all.length;
      return all;
    });
    editor.append(text.slice(end));
  }

  function read(node) {
    var text = "";
    node.childNodes.forEach(function (child) {
      if (child.nodeType === Node.TEXT_NODE) { text += child.data; return; }
      if (child.nodeType !== Node.ELEMENT_NODE) { return; }
      if (child.dataset.key) { text += "{" + child.textContent + "|" + child.dataset.key + "}"; return; }
      if (child.tagName === "BR") { text += "\n"; return; }
      text += (/^(DIV|P)$/.test(child.tagName) && text && !/\n$/.test(text) ? "\n" : "") + read(child);
    });
    return text;
  }

  function insert(node) {
    var selection = window.getSelection();
    var range = selection.rangeCount && editor.contains(selection.anchorNode) ? selection.getRangeAt(0) : null;
    if (!range) { editor.append(node); } else { range.deleteContents(); range.insertNode(node); range.setStartAfter(node); range.collapse(true); }
    editor.focus();
    touch();
  }

  /* --- saving */
  function status(name, isBad) {
    line.textContent = name ? form.dataset[name] : "";
    line.classList.toggle("is-bad", Boolean(isBad));
  }

  function touch() {
    source.value = read(editor);
    isDirty = true;
    if (isHeld) { return; }
    status("unsaved");
    window.clearTimeout(timer);
    timer = window.setTimeout(save, WAIT);
  }

  function save() {
    window.clearTimeout(timer);
    if (isHeld || saving) { return; }
    isDirty = false;
    status("saving");
    var data = new FormData(form);
    data.set("action", "save");
    saving = window.fetch(form.getAttribute("action"), { method: "POST", body: data, headers: { Accept: "application/json" } })
      .then(finish)
      .catch(function () {
        isDirty = true;
        status("offline", true);
        timer = window.setTimeout(save, RETRY);
      })
      .then(function () {
        saving = null;
        if (isDirty && !isHeld && line.textContent !== form.dataset.offline) { save(); }
      });
  }

  function finish(answer) {
    if (answer.redirected || (!answer.ok && answer.status !== 409 && answer.status !== 422)) { throw new Error("not saved"); }
    return answer.json().then(function (told) {
      if (answer.status === 422) { isHeld = true; line.textContent = told.problem; line.classList.add("is-bad"); return; }
      if (answer.status === 409) { conflict(told); return; }
      form.elements.revision.value = told.revision;
      document.getElementById("preview").innerHTML = told.html;
      status(isDirty ? "unsaved" : "saved");
    });
  }

  function button(text, look, action) {
    var node = document.createElement("button");
    node.type = "button";
    node.className = "btn btn-sm " + look;
    node.textContent = text;
    node.addEventListener("click", action);
    return node;
  }

  function conflict(told) {
    isHeld = isDirty = true;
    status("unsaved", true);
    var box = document.createElement("div");
    box.className = "note is-warning";
    box.setAttribute("role", "alert");
    box.append(document.createElement("strong"), document.createElement("p"));
    box.firstChild.textContent = told.sentence;
    box.lastChild.textContent = form.dataset.kept;
    var actions = document.createElement("div");
    actions.className = "actions";
    function settle(isMine) {
      form.elements.revision.value = told.revision;
      box.remove();
      isHeld = false;
      if (!isMine) { source.value = told.source; show(told.source); }
      save();
    }
    actions.append(
      button(form.dataset.keep, "btn-primary", function () { settle(true); }),
      button(form.dataset.take, "btn-secondary", function () { settle(false); })
    );
    box.append(actions);
    form.prepend(box);
  }

  /* --- the field becomes an editor */
  editor.className = "form-control press-source press-editor";
  editor.contentEditable = "true";
  editor.lang = source.lang;
  editor.setAttribute("role", "textbox");
  editor.setAttribute("aria-multiline", "true");
  editor.setAttribute("aria-label", form.dataset.label);
  editor.setAttribute("aria-describedby", "source-help");
  show(source.value);
  source.hidden = true;
  source.after(editor);
  editor.addEventListener("input", touch);
  editor.addEventListener("keydown", function (event) {
    if (event.key === "Enter") { event.preventDefault(); insert(document.createTextNode("\n")); }
  });
  editor.addEventListener("paste", function (event) {
    event.preventDefault();
    insert(document.createTextNode(event.clipboardData.getData("text/plain")));
  });
  document.querySelectorAll("[data-token]").forEach(function (code) {
    var found = new RegExp(TOKEN.source).exec(code.textContent);
    if (!found) { return; }
    var put = button(found[1], "btn-secondary", function () { insert(chip(found[1], found[2])); });
    put.title = code.textContent;
    code.replaceWith(put);
  });
  form.addEventListener("submit", function () { source.value = read(editor); isDirty = false; });
  window.addEventListener("online", function () { if (isDirty) { save(); } });
  window.addEventListener("beforeunload", function (event) {
    if (isDirty) { save(); event.preventDefault(); }
  });
})();
