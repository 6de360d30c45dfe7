/* A long list as a field to type in, with the answers that have the letters in them (the pattern "combobox with list" of
 * the ARIA practices). The list that the server made stays the field that is sent.
 */
(function () {
  "use strict";

  var LONG = 8;
  var listOf = Array.from;
  var kinds = (window.ksfKinds = window.ksfKinds || []);

  function make(name, attributes) {
    var element = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    return element;
  }

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function build(box) {
    var select = box.querySelector("select");
    var id = select.id;
    var listId = id + "_list";
    var label = document.querySelector('label[for="' + id + '"]');
    var input = make("input", {
      type: "text", id: id, class: "form-control", role: "combobox", autocomplete: "off", autocapitalize: "none",
      spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId,
      "aria-describedby": select.getAttribute("aria-describedby") || "", placeholder: box.dataset.search
    });
    var open = make("button", { type: "button", class: "combobox-open", tabindex: "-1", "aria-label": box.dataset.open });
    var list = make("ul", { class: "combobox-list", role: "listbox", id: listId, "aria-label": label ? label.textContent.trim() : "" });
    var status = make("p", { class: "visually-hidden", role: "status" });
    var live = make("div", { class: "combobox" });
    open.innerHTML = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="m3 6 5 5 5-5"/></svg>';
    list.hidden = true;
    select.id = id + "_plain";
    select.hidden = true;
    if (select.getAttribute("aria-invalid")) { input.setAttribute("aria-invalid", "true"); }
    live.append(input, open, list, status);
    box.append(live);
    box.ksfCombobox = { select: select, input: input, list: list, status: status, active: -1, found: [], box: box };
    listen(box.ksfCombobox, open);
  }

  function chosenText(state) {
    var option = state.select.selectedOptions[0];
    return option && option.value ? option.text : "";
  }

  function options(state) {
    return listOf(state.select.options).filter(function (option) {
      return option.value && !option.hidden && !option.disabled;
    });
  }

  /* Answers of which a word begins with the letters come before those that have them somewhere inside. */
  function beginsWith(option, wanted) {
    var words = plain(option.text).split(/\s+/);
    return Number(wanted.every(function (part) {
      return words.some(function (word) { return word.indexOf(part) === 0; });
    }));
  }

  function expand(state, letters) {
    var wanted = plain(letters).split(/\s+/).filter(Boolean);
    state.found = options(state).filter(function (option) {
      var text = plain(option.text);
      return wanted.every(function (part) { return text.indexOf(part) >= 0; });
    }).sort(function (one, other) { return beginsWith(other, wanted) - beginsWith(one, wanted); });
    state.active = -1;
    state.list.replaceChildren.apply(state.list, state.found.map(function (option, index) {
      var item = make("li", { role: "option", id: state.list.id + "_" + index, "aria-selected": String(option.selected) });
      item.textContent = option.text;
      item.classList.toggle("is-apart", option.value === "_dk");
      item.addEventListener("pointerdown", function (event) { event.preventDefault(); });
      item.addEventListener("click", function () { choose(state, option); });
      return item;
    }));
    if (!state.found.length) {
      var none = make("li", { class: "combobox-none", role: "option", "aria-disabled": "true", "aria-selected": "false" });
      none.textContent = state.box.dataset.none;
      state.list.append(none);
    }
    state.status.textContent = state.found.length ? state.found.length + " " + state.box.dataset.found : state.box.dataset.none;
    state.list.hidden = false;
    state.input.setAttribute("aria-expanded", "true");
    state.input.removeAttribute("aria-activedescendant");
  }

  function collapse(state) {
    state.list.hidden = true;
    state.active = -1;
    state.input.setAttribute("aria-expanded", "false");
    state.input.removeAttribute("aria-activedescendant");
  }

  function activate(state, index) {
    var items = listOf(state.list.children);
    state.active = state.found.length ? (index + state.found.length) % state.found.length : -1;
    items.forEach(function (item, at) { item.classList.toggle("is-active", at === state.active); });
    if (state.active >= 0) {
      state.input.setAttribute("aria-activedescendant", items[state.active].id);
      items[state.active].scrollIntoView({ block: "nearest" });
    }
  }

  function choose(state, option) {
    state.select.value = option ? option.value : "";
    state.input.value = chosenText(state);
    collapse(state);
    state.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* Leaving the field: what was typed in full counts; an emptied field is no answer; anything else goes back. */
  function settle(state) {
    var typed = plain(state.input.value.trim());
    var exact = options(state).find(function (option) { return plain(option.text) === typed; });
    var only = typed && state.found.length === 1 && !state.list.hidden ? state.found[0] : null;
    if (!typed) {
      if (state.select.value) { choose(state, null); }
    } else if (exact || only) {
      if (!(exact || only).selected) { choose(state, exact || only); }
    }
    state.input.value = chosenText(state);
    collapse(state);
  }

  function listen(state, open) {
    var input = state.input;
    input.addEventListener("input", function (event) { event.stopPropagation(); expand(state, input.value); });
    input.addEventListener("change", function (event) { event.stopPropagation(); });
    input.addEventListener("click", function () { if (state.list.hidden) { expand(state, ""); input.select(); } });
    input.addEventListener("blur", function () { settle(state); });
    open.addEventListener("pointerdown", function (event) {
      event.preventDefault();
      if (state.list.hidden) { input.focus(); expand(state, ""); } else { collapse(state); }
    });
    input.addEventListener("keydown", function (event) {
      var isOpen = !state.list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!isOpen) { expand(state, ""); }
        activate(state, event.key === "ArrowDown" ? state.active + 1 : state.active < 0 ? -1 : state.active - 1);
      } else if (event.key === "Enter" && isOpen) {
        event.preventDefault();
        if (state.active >= 0) { choose(state, state.found[state.active]); } else { settle(state); }
      } else if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        input.value = chosenText(state);
        collapse(state);
      }
    });
  }

  kinds.push(function (form) {
    listOf(form.querySelectorAll("[data-combobox]")).forEach(function (box) {
      if (!box.ksfCombobox) {
        if (box.querySelectorAll("option").length <= LONG) { return; }
        build(box);
      }
      var state = box.ksfCombobox;
      if (document.activeElement !== state.input) { state.input.value = chosenText(state); }
    });
  });
})();
