/* The builder made comfortable: rows move with buttons, fields follow the kind of question, codes follow the text. */
(function () {
  "use strict";
  var form = document.querySelector(".builder-form");
  var FILLER = " a an and are de do does een en for het how i in is of or the to u uw van voor wat welk welke what " +
    "which with you your zijn bent heeft hoe te dat die op aan bij om ";
  var LENGTH = 40;

  document.documentElement.classList.add("js");
  if (!form) { return; }

  /* --- kind: show what it uses; without script everything is shown */
  function followKind(item) {
    var select = item.querySelector('select[name$="-kind"]');
    if (!select) { return; }
    item.querySelectorAll("[data-kinds]").forEach(function (part) {
      part.hidden = part.dataset.kinds.split(" ").indexOf(select.value) < 0;
    });
    item.dataset.kind = select.value;
  }

  function followAllKinds() {
    form.querySelectorAll(".item-question").forEach(followKind);
  }

  /* --- order: buttons beside dragging, for keyboard and touch */
  function neighbour(item, direction) {
    var other = item;
    do {
      other = direction === "up" ? other.previousElementSibling : other.nextElementSibling;
    } while (other && (other.classList.contains("djn-no-drag") || !other.classList.contains("djn-item")));
    return other && !other.classList.contains("djn-empty-form") ? other : null;
  }

  function move(button) {
    var item = button.closest(".djn-inline-form");
    var other = neighbour(item, button.dataset.move);
    if (!other) { return; }
    item.parentNode.insertBefore(item, button.dataset.move === "up" ? other : other.nextElementSibling);
    button.focus();
    markChanged();
    number();
  }

  function number() {
    form.querySelectorAll(".djn-items").forEach(function (items) {
      var rows = Array.prototype.filter.call(items.children, function (row) {
        return row.classList.contains("djn-item") && !row.classList.contains("djn-no-drag") &&
          !row.classList.contains("djn-empty-form");
      });
      rows.forEach(function (row, index) {
        row.dataset.number = index + 1;
        row.querySelectorAll(":scope > .item-tools [data-move]").forEach(function (button) {
          button.setAttribute("aria-disabled", String(index === (button.dataset.move === "up" ? 0 : rows.length - 1)));
        });
      });
    });
  }

  /* --- codes: made from the text while the row is new and nobody typed another */
  function codeFrom(text, prefix) {
    var found = text.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase().match(/[a-z0-9]+/g) || [];
    var telling = found.filter(function (word) { return FILLER.indexOf(" " + word + " ") < 0; });
    var stem = (telling.length ? telling : found).slice(0, 3).join("_").slice(0, LENGTH - 4).replace(/_+$/, "");
    return !stem || /^[0-9]/.test(stem) ? (prefix + "_" + stem).replace(/_$/, "") : stem;
  }

  function prefixOf(item) {
    return { "polls-question": "question", "polls-page": "page", "polls-choice": "choice",
      "polls-segment": "segment", "polls-segmentvariable": "division" }[item.dataset.inlineModel] || "code";
  }

  function ownField(item, name) {
    return Array.prototype.find.call(item.querySelectorAll('[name$="-' + name + '"]'), function (field) {
      return field.closest(".djn-inline-form") === item;
    });
  }

  function followText(field) {
    var item = field.closest(".djn-inline-form");
    if (!item || item.classList.contains("has_original") || !/-(text|label|title)_nl$/.test(field.name)) { return; }
    var code = ownField(item, "code");
    if (!code || (code.value && code.dataset.made !== code.value)) { return; }
    code.value = field.value.trim() ? codeFrom(field.value, prefixOf(item)) : "";
    code.dataset.made = code.value;
    showCode(code);
  }

  function showCode(code) {
    var item = code.closest(".djn-inline-form");
    var chip = item && item.querySelector(".code-chip");
    if (chip && chip.closest(".djn-inline-form") === item) { chip.textContent = code.value; }
  }

  function followTitle(field) {
    var slug = form.querySelector("#id_slug");
    if (field.name !== "title_nl" || !slug || form.id !== "poll_form" || slug.disabled) { return; }
    if (slug.value && slug.dataset.made !== slug.value) { return; }
    slug.value = field.value.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase()
      .replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60);
    slug.dataset.made = slug.value;
  }

  /* --- languages: show the inputs of the poll's own languages, and of any that was filled in */
  function followLanguages() {
    var boxes = form.querySelectorAll('input[name="languages"]');
    var chosen = boxes.length
      ? Array.prototype.filter.call(boxes, function (box) { return box.checked; }).map(function (box) { return box.value; })
      : (form.dataset.languages || "").split(" ").filter(Boolean);
    form.querySelectorAll(".texts-one").forEach(function (part) {
      part.hidden = chosen.length > 0 && chosen.indexOf(part.dataset.language) < 0;
    });
  }

  /* --- unsaved work */
  var isChanged = false;
  function markChanged() {
    if (isChanged) { return; }
    isChanged = true;
    form.querySelector(".save-status").textContent = form.dataset.unsaved;
    form.classList.add("is-changed");
  }
  window.addEventListener("beforeunload", function (event) {
    if (isChanged) { event.preventDefault(); }
  });
  form.addEventListener("submit", function () { isChanged = false; });

  /* A cloned row gets new ids; its descriptions must follow. */
  function repair(root) {
    root.querySelectorAll('[aria-describedby$="_helptext"]').forEach(function (field) {
      if (document.getElementById(field.id + "_helptext")) {
        field.setAttribute("aria-describedby", field.id + "_helptext");
      } else {
        field.removeAttribute("aria-describedby");
      }
    });
  }

  form.addEventListener("click", function (event) {
    var button = event.target.closest("[data-move]");
    if (button) { move(button); }
  });
  form.addEventListener("input", function (event) {
    if (!event.isTrusted) { return; }
    markChanged();
    followText(event.target);
    followTitle(event.target);
    if (/-code$/.test(event.target.name)) { showCode(event.target); }
  });
  form.addEventListener("change", function (event) {
    if (/-kind$/.test(event.target.name)) { followKind(event.target.closest(".djn-inline-form")); }
    if (event.target.name === "languages") { followLanguages(); }
    if (event.isTrusted) { markChanged(); }
  });

  function openTarget() {
    var spot = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var row = spot && (spot.closest(".djn-inline-form") || spot);
    if (!row) { return; }
    form.querySelectorAll(".is-target").forEach(function (other) { other.classList.remove("is-target"); });
    row.classList.add("is-target");
    var field = row.querySelector("textarea:not([hidden]), input:not([type=hidden]), select");
    if (field) { field.focus({ preventScroll: true }); }
    row.scrollIntoView({ block: "start" });
  }
  window.addEventListener("hashchange", openTarget);

  function onMutation() {
    followAllKinds();
    number();
    followLanguages();
  }

  function start() {
    var $ = window.django && window.django.jQuery;
    onMutation();
    openTarget();
    if (!$) { return; }
    $(document).on("djnesting:mutate", function () { onMutation(); if (document.activeElement !== document.body) { markChanged(); } });
    $(document).on("formset:added", function (event, row) {
      var node = row && row.jquery ? row[0] : (row && row.nodeType ? row : event.target);
      if (node && node.querySelector) {
        repair(node);
        onMutation();
        var field = node.querySelector("textarea, input:not([type=hidden])");
        if (field) { field.focus(); }
      }
    });
  }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})();
