/* A ranking as rows: tapped to join the order, then dragged or moved with buttons. The lists of numbers that the server
 * made stay the fields that are sent; this script shows them as rows, sorts the rows, and says what changed.
 */
(function () {
  "use strict";

  var listOf = Array.from;
  var kinds = (window.ksfKinds = window.ksfKinds || []);
  var ICONS = { up: "m4 10 4-4 4 4", down: "m4 6 4 4 4-4", remove: "m4.5 4.5 7 7m0-7-7 7" };

  function fill(text, parts) {
    return text.replace(/\{(\w+)\}/g, function (_whole, name) { return parts[name]; });
  }

  function icon(path) {
    var svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    var line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  }

  function button(row, name, label) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "rank-button";
    made.setAttribute("aria-label", label);
    made.append(icon(ICONS[name]));
    made.addEventListener("click", function () { act(row, name); });
    return made;
  }

  function selectOf(row) { return row.querySelector("select"); }
  function rowsOf(question) { return listOf(question.querySelectorAll(".rank")); }
  function rankOf(row) { return Number(selectOf(row).value) || 0; }

  function ranked(question) {
    return rowsOf(question).filter(rankOf).sort(function (one, other) { return rankOf(one) - rankOf(other); });
  }

  function most(question) {
    return selectOf(rowsOf(question)[0]).options.length - 1;
  }

  function build(question) {
    var list = question.querySelector(".ranking");
    var rest = document.createElement("li");
    rest.className = "rank-rest";
    rest.textContent = question.dataset.rest;
    rowsOf(question).forEach(function (row, index) {
      var label = row.querySelector("label");
      var words = { label: label.textContent };
      var add = document.createElement("button");
      var number = document.createElement("span");
      var buttons = document.createElement("span");
      add.type = "button";
      add.className = "rank-add";
      add.textContent = label.textContent;
      add.setAttribute("aria-label", fill(question.dataset.add, words));
      add.addEventListener("click", function () { act(row, "add"); });
      number.className = "rank-number";
      number.setAttribute("aria-hidden", "true");
      buttons.className = "rank-buttons";
      ["up", "down", "remove"].forEach(function (name) {
        buttons.append(button(row, name, fill(question.dataset[name], words)));
      });
      label.hidden = true;
      selectOf(row).hidden = true;
      row.id = selectOf(row).id;
      row.tabIndex = -1;
      selectOf(row).removeAttribute("id");
      row.dataset.place = index;
      row.dataset.label = label.textContent;
      var text = document.createElement("span");
      text.className = "rank-text";
      text.textContent = label.textContent;
      row.prepend(number, text, add);
      row.append(buttons);
      row.addEventListener("pointerdown", function (event) { grab(event, row); });
    });
    list.classList.add("is-live");
    list.append(rest);
    question.ksfRest = rest;
  }

  /* Number the rows in the order given, put them in place, and let the form know. */
  function order(question, rows) {
    rowsOf(question).forEach(function (row) { selectOf(row).value = ""; });
    rows.forEach(function (row, index) { selectOf(row).value = String(index + 1); });
    selectOf(rows[0] || rowsOf(question)[0]).dispatchEvent(new Event("change", { bubbles: true }));
  }

  function act(row, name) {
    var question = row.closest("[data-ranking]");
    var rows = ranked(question);
    var at = rows.indexOf(row);
    if (name === "add") { rows.push(row); }
    if (name === "remove") { rows.splice(at, 1); }
    if (name === "up" && at > 0) { rows.splice(at - 1, 2, row, rows[at - 1]); }
    if (name === "down" && at < rows.length - 1) { rows.splice(at, 2, rows[at + 1], row); }
    order(question, rows);
    say(question, row);
    keepFocus(row, name);
  }

  function say(question, row) {
    var words = { label: row.dataset.label, rank: rankOf(row), count: ranked(question).length };
    question.querySelector("[data-rank-status]").textContent =
      fill(rankOf(row) ? question.dataset.said : question.dataset.out, words);
  }

  function keepFocus(row, name) {
    var wanted = { add: 0, up: 0, down: 1, remove: -1 }[name];
    var buttons = listOf(row.querySelectorAll(".rank-button"));
    if (wanted < 0) { row.querySelector(".rank-add").focus(); return; }
    (buttons[wanted].disabled ? buttons[1 - wanted].disabled ? buttons[2] : buttons[1 - wanted] : buttons[wanted]).focus();
  }

  function show(question) {
    if (!question.ksfRest) { build(question); }
    var rows = ranked(question);
    var isFull = rows.length >= most(question);
    var list = question.querySelector(".ranking");
    var others = rowsOf(question).filter(function (row) { return !rankOf(row); })
      .sort(function (one, other) { return one.dataset.place - other.dataset.place; });
    var wanted = rows.concat([question.ksfRest], others);
    if (wanted.some(function (element, index) { return list.children[index] !== element; })) {
      list.append.apply(list, wanted);
    }
    question.ksfRest.hidden = others.length === 0 || isFull;
    rows.forEach(function (row, index) { showRow(row, index + 1, rows.length, isFull); });
    others.forEach(function (row) { showRow(row, 0, rows.length, isFull); });
  }

  function showRow(row, rank, count, isFull) {
    row.classList.toggle("is-ranked", rank > 0);
    row.querySelector(".rank-number").textContent = rank || "";
    row.querySelector(".rank-text").hidden = rank === 0;
    row.querySelector(".rank-add").hidden = rank > 0;
    row.querySelector(".rank-add").disabled = isFull;
    row.querySelector(".rank-buttons").hidden = rank === 0;
    var buttons = row.querySelectorAll(".rank-button");
    buttons[0].disabled = rank <= 1;
    buttons[1].disabled = rank === count;
  }

  /* Dragging moves a ranked row among the ranked rows: by mouse anywhere on it, by finger at its number. */
  function grab(event, row) {
    var isHandle = event.target.closest(".rank-number") || event.pointerType === "mouse";
    if (event.button !== 0 || !isHandle || !rankOf(row) || event.target.closest("button")) { return; }
    var question = row.closest("[data-ranking]");
    event.preventDefault();
    row.classList.add("is-dragged");

    function move(moved) {
      var rows = ranked(question);
      var at = rows.indexOf(row);
      var to = rows.filter(function (other) {
        var box = other.getBoundingClientRect();
        return other !== row && moved.clientY > box.top + box.height / 2;
      }).length;
      if (to === at) { return; }
      rows.splice(at, 1);
      rows.splice(to, 0, row);
      order(question, rows);
    }

    function drop() {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", drop);
      document.removeEventListener("pointercancel", drop);
      row.classList.remove("is-dragged");
      say(question, row);
    }

    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", drop);
    document.addEventListener("pointercancel", drop);
  }

  kinds.push(function (form) {
    listOf(form.querySelectorAll("[data-ranking]")).forEach(show);
  });
})();
