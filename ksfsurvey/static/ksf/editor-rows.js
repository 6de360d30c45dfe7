/* Choices and rows written in place: Enter adds one, a pasted list becomes one each, all can be edited as a list. */
(function () {
  "use strict";
  var editor = window.ksfEditor;
  if (!editor || !editor.form()) { return; }
  var FILLER = " a an and are de do does een en for het how i in is of or the to u uw van voor wat welk welke what " +
    "which with you your zijn bent heeft hoe te dat die op aan bij om ";
  var LENGTH = 40;
  var count = 0;

  function rowsOf(node) { return node.closest(".rows"); }
  function list(rows) { return rows.querySelector(".rows-list"); }
  function card(node) { return node.closest("[data-card]"); }
  function labels(row) { return Array.from(row.querySelectorAll(".row-main input, .row-main textarea")); }

  function make(rows, texts) {
    var key = "new" + Date.now().toString(36) + (count += 1);
    var holder = document.createElement("ol");
    holder.innerHTML = rows.querySelector("template").innerHTML.split("__key__").join(key);
    var row = holder.firstElementChild;
    labels(row).forEach(function (field, index) { field.value = (texts || [])[index] || ""; });
    followLabel(row);
    return row;
  }

  function add(rows, after, texts) {
    var row = make(rows, texts);
    if (after) { after.after(row); } else { list(rows).append(row); }
    return row;
  }

  function focus(row, language) {
    var field = labels(row).find(function (input) { return !language || input.lang === language; }) || labels(row)[0];
    if (field) { field.focus(); }
  }

  function split(line) {
    return line.split(/\s*\|\s*|\t/).map(function (part) { return part.trim(); });
  }
  function lines(text) {
    return text.split(/\r?\n/).map(function (line) { return line.replace(/^\s*(?:[-•*–]|[0-9]{1,2}[.)])\s+/, "").trim(); }).filter(Boolean);
  }

  /* --- codes follow the text while the row or question is new */
  function codeFrom(text, prefix) {
    var found = text.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase().match(/[a-z0-9]+/g) || [];
    var telling = found.filter(function (word) { return FILLER.indexOf(" " + word + " ") < 0; });
    var stem = (telling.length ? telling : found).slice(0, 3).join("_").slice(0, LENGTH - 4).replace(/_+$/, "");
    return !stem || /^[0-9]/.test(stem) ? (prefix + "_" + stem).replace(/_$/, "") : stem;
  }

  function follow(code, text, prefix) {
    if (!code || code.disabled || (code.value && code.dataset.made !== code.value)) { return; }
    code.value = text.trim() ? codeFrom(text, prefix) : code.value;
    code.dataset.made = code.value;
    editor.tell("code", code);
  }
  function followLabel(row) {
    var first = labels(row)[0];
    if (first && /^new/.test(row.dataset.key)) { row.dataset.isNew = "yes"; }
    if (first && row.dataset.isNew) { follow(row.querySelector('[name$="-code"]'), first.value, "choice"); }
  }
  function followQuestion(field) {
    var own = card(field);
    var code = own && own.querySelector('[name="' + own.dataset.card + '-code"]');
    if (code && code.dataset.made !== undefined) { follow(code, field.value, own.dataset.card === "page" ? "page" : "question"); }
  }
  /* A question that never had a text gets its code from the first one. */
  function watch(own) {
    var text = own.querySelector('[name="' + own.dataset.card + (own.dataset.card === "page" ? "-title_nl" : "-text_nl") + '"]');
    var code = own.querySelector('[name="' + own.dataset.card + '-code"]');
    if (text && code && !text.value && /^(question|page)_[0-9]+(_[0-9]+)?$/.test(code.value)) { code.dataset.made = code.value; }
  }
  /* A list without a row begins with an empty one, to type in at once. */
  function begin(own) {
    own.querySelectorAll(".question-body > .rows").forEach(function (rows) {
      if (rows.querySelector("template") && !list(rows).children.length) { add(rows); }
    });
  }
  function prepare(own) { watch(own); begin(own); }
  editor.on("shown", prepare);
  editor.cards().forEach(prepare);
  editor.on("code", function (field) {
    var chip = (field.closest(".part-row") || field.closest(".question") || document.createElement("i")).querySelector(".code-chip");
    if (chip) { chip.textContent = field.value; }
  });

  /* --- what the buttons do */
  var undone = null;
  function offerUndo(row, rows, before) {
    var line = rows.querySelector(".rows-undo") || rows.appendChild(document.createElement("p"));
    line.className = "rows-undo";
    line.setAttribute("role", "status");
    line.textContent = editor.text("removed") + " ";
    var button = line.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "btn btn-link btn-sm";
    button.textContent = editor.text("undo");
    button.addEventListener("click", function () {
      list(rows).insertBefore(row, before && before.parentNode === list(rows) ? before : null);
      line.remove();
      focus(row);
      editor.touch(card(rows));
    });
    window.clearTimeout(undone);
    undone = window.setTimeout(function () { line.remove(); }, 15000);
  }

  var actions = {
    add: function (button) { focus(add(rowsOf(button))); },
    up: function (button) { shift(button.closest(".part-row"), -1, button); },
    down: function (button) { shift(button.closest(".part-row"), 1, button); },
    "delete": function (button) { remove(button.closest(".part-row")); },
    bulk: function (button) {
      var rows = rowsOf(button);
      var area = rows.querySelector(".rows-bulk textarea");
      area.value = Array.from(list(rows).children).map(function (row) {
        return labels(row).filter(function (field) { return field.closest(".texts-one").checkVisibility(); })
          .map(function (field) { return field.value; }).join(" | ").replace(/( \| )+$/, "");
      }).join("\n");
      area.rows = Math.min(20, list(rows).children.length + 2);
      rows.classList.add("is-bulk");
      area.focus();
    },
    cancel: function (button) { close(rowsOf(button)); },
    apply: function (button) {
      var rows = rowsOf(button);
      var old = Array.from(list(rows).children);
      var wanted = lines(rows.querySelector(".rows-bulk textarea").value).map(split);
      var same = wanted.map(function (texts) {
        var index = old.findIndex(function (row) { return row && labels(row)[0].value === texts[0]; });
        return index < 0 ? null : old.splice(index, 1, null)[0];
      });
      var isReworded = wanted.length === list(rows).children.length;
      var made = wanted.map(function (texts, index) {
        var row = same[index] || (isReworded && old[index]) || null;
        if (!row) { return make(rows, texts); }
        if (row === old[index]) { old[index] = null; }
        labels(row).forEach(function (field, place) { if (texts[place] !== undefined) { field.value = texts[place]; } });
        return row;
      });
      list(rows).replaceChildren.apply(list(rows), made);
      close(rows);
      editor.touch(card(rows));
    }
  };

  function close(rows) {
    rows.querySelector(".rows-bulk textarea").value = "";
    rows.classList.remove("is-bulk");
    rows.querySelector('[data-row="bulk"]').focus();
  }

  function shift(row, by, button) {
    var other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    var here = document.activeElement;
    if (!other) { return; }
    if (by < 0) { other.before(row); } else { other.after(row); }
    (row.contains(here) ? here : button).focus();
    editor.touch(card(row));
  }

  function remove(row) {
    var rows = rowsOf(row);
    var next = row.nextElementSibling || row.previousElementSibling;
    var before = row.nextElementSibling;
    row.remove();
    if (next) { focus(next); } else { rows.querySelector('[data-row="add"]').focus(); }
    offerUndo(row, rows, before);
    editor.touch(card(rows));
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-row]");
    if (button && actions[button.dataset.row]) { actions[button.dataset.row](button); }
  });
  document.addEventListener("input", function (event) {
    var row = event.target.closest(".part-row");
    if (row && event.target === labels(row)[0]) { followLabel(row); }
    if (/-(text|title)_nl$/.test(event.target.name || "")) { followQuestion(event.target); }
  });
  document.addEventListener("keydown", function (event) {
    var field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.closest("#page_form") || event.isComposing) { return; }
    var row = field.closest(".part-row");
    var isLabel = row && labels(row).indexOf(field) >= 0 && !field.disabled;
    if (event.key === "Enter" && field.type !== "checkbox" && field.type !== "submit") {
      event.preventDefault();
      if (isLabel && field.value.trim() && rowsOf(row).querySelector("template")) { focus(add(rowsOf(row), row), field.lang); }
    } else if (event.key === "Backspace" && isLabel && !event.repeat && labels(row).every(function (other) { return !other.value; }) && list(rowsOf(row)).children.length > 1) {
      event.preventDefault();
      var before = row.previousElementSibling;
      remove(row);
      if (before) { focus(before, field.lang); }
    }
  });
  document.addEventListener("paste", function (event) {
    var row = event.target.closest && event.target.closest(".part-row");
    if (!row || labels(row).indexOf(event.target) < 0 || event.target.disabled) { return; }
    var pasted = lines(event.clipboardData.getData("text"));
    if (pasted.length < 2) { return; }
    event.preventDefault();
    var last = row;
    pasted.forEach(function (line, index) {
      var texts = split(line);
      if (index === 0 && labels(row).every(function (field) { return !field.value; })) {
        labels(row).forEach(function (field, place) { field.value = texts[place] || ""; });
        followLabel(row);
      } else {
        last = add(rowsOf(row), last, texts);
      }
    });
    focus(last, event.target.lang);
    editor.touch(card(row));
  });
})();
