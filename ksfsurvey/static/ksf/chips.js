/* Text fields in which numbers of the results stand as chips. Without script one sees the mark-up in a plain field. */
(function () {
  "use strict";
  var TOKEN = /\{([^{}|\n]*)\|([^{}|\n]+)\}/g;

  function fill(box, text, title) {
    var end = 0;
    box.textContent = "";
    text.replace(TOKEN, function (all, typed, key, at) {
      var chip = document.createElement("span");
      chip.className = "chip";
      chip.contentEditable = "false";
      chip.dataset.key = key;
      chip.textContent = typed;
      chip.title = title + ": " + key;
      box.append(text.slice(end, at), chip);
      end = at + all.length;
      return all;
    });
    box.append(text.slice(end));
  }

  function read(node) {
    return Array.prototype.reduce.call(node.childNodes, function (text, child) {
      if (child.nodeType === Node.TEXT_NODE) { return text + child.data; }
      if (child.nodeType !== Node.ELEMENT_NODE) { return text; }
      if (child.dataset.key) { return text + "{" + child.textContent + "|" + child.dataset.key + "}"; }
      if (child.tagName === "BR") { return text + "\n"; }
      return text + (/^(DIV|P)$/.test(child.tagName) && text && !/\n$/.test(text) ? "\n" : "") + read(child);
    }, "");
  }

  document.querySelectorAll("textarea[data-chips]").forEach(function (field) {
    var box = document.createElement("div");
    var label = document.querySelector("label[for='" + field.id + "']");
    box.className = "form-control chips " + (field.classList.contains("mb-3") ? "mb-3" : "mb-2");
    box.contentEditable = "true";
    box.lang = field.lang;
    box.spellcheck = true;
    label.id = label.id || "label-" + field.id;
    box.setAttribute("role", "textbox");
    box.setAttribute("aria-multiline", "true");
    box.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", function () { box.focus(); });
    fill(box, field.value, field.form.dataset.number);
    box.addEventListener("input", function () { field.value = read(box); });
    box.addEventListener("paste", function (event) {
      event.preventDefault();
      document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
    });
    box.addEventListener("blur", function () { fill(box, field.value, field.form.dataset.number); });
    field.hidden = true;
    field.after(box);
  });
}());
