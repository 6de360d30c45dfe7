/* What happens inside a page of the poll while it is filled in: questions that come and go by condition, the text of
 * "other, namely", and answers that exclude the others. The server decides all of it again; without this script the
 * page shows everything at once or asks once more.
 */
(function () {
  "use strict";

  var listOf = Array.from;

  function inputsOf(part) {
    return listOf(part.querySelectorAll("input[name]:not([type=hidden]):not([type=file]), select[name], textarea"));
  }

  function isTicked(input) {
    return (input.type === "radio" || input.type === "checkbox") && input.checked;
  }

  function isTyped(input) {
    return input.type !== "radio" && input.type !== "checkbox";
  }

  function named(part, name) {
    return inputsOf(part).filter(function (input) { return input.name === name; });
  }

  function ownInputs(question) {
    return named(question, question.dataset.question);
  }

  function asNumber(text) {
    return text.replace(",", ".");
  }

  /* What one group of inputs answers, as the conditions see it: a text, or a list where several can be ticked. */
  function answerIn(inputs, kind) {
    var ticked = inputs.filter(isTicked).map(function (input) { return input.value; });
    if (kind === "multiple" || kind === "matrix_multiple") { return ticked; }
    if (ticked.length > 0) { return ticked[0]; }
    var typed = inputs.find(isTyped);
    var text = typed ? typed.value.trim() : "";
    var isNumber = kind === "number" || kind === "slider" || kind === "matrix_number" || kind === "allocation";
    return isNumber ? asNumber(text) : text;
  }

  function rankedCodes(question) {
    var name = question.dataset.question + ".";
    return inputsOf(question)
      .filter(function (input) { return input.tagName === "SELECT" && input.value; })
      .sort(function (one, other) { return one.value - other.value; })
      .map(function (input) { return input.name.slice(name.length); });
  }

  /* The parts of an allocation count once they add up; one that is left empty is then nought. */
  function readParts(question, values) {
    var rows = listOf(question.querySelectorAll("[data-row]")).filter(function (row) { return !row.hidden; });
    var parts = rows.map(function (row) { return answerIn(named(row, row.dataset.row), "allocation"); });
    var sum = parts.reduce(function (total, part) { return total + Number(part || 0); }, 0);
    var isWhole = parts.some(Boolean) && Math.abs(sum - Number(question.dataset.allocation)) < 1e-9;
    var knowsNot = ownInputs(question).some(isTicked);
    rows.forEach(function (row, index) {
      values[row.dataset.row] = knowsNot ? "_dk" : isWhole ? parts[index] || "0" : "";
    });
  }

  /* Add what the question answers to ``values``, by the keys that are stored: of a matrix one per row. */
  function readAnswers(question, values) {
    var kind = question.dataset.kind;
    var code = question.dataset.question;
    if (kind === "ranking") {
      values[code] = ownInputs(question).some(isTicked) ? ["_dk"] : rankedCodes(question);
    } else if (kind === "allocation") {
      readParts(question, values);
    } else if (kind.indexOf("matrix") === 0) {
      listOf(question.querySelectorAll("[data-row]")).forEach(function (row) {
        if (!row.hidden) { values[row.dataset.row] = answerIn(named(row, row.dataset.row), kind); }
      });
    } else if (kind !== "information") {
      values[code] = answerIn(ownInputs(question), kind);
    }
  }

  function isOff(part, values) {
    var condition = part.dataset.showIf;
    return Boolean(condition) && !window.ksfRules.evaluate(JSON.parse(condition), values);
  }

  /* What is not offered any more is no answer; a row of a matrix keeps what was in it, which then does not count. */
  function untick(part, question) {
    if (part.tagName === "OPTION") {
      part.disabled = true;
      if (part.selected) { part.closest("select").value = ""; }
    } else if (part.dataset.choice) {
      listOf(part.querySelectorAll("input")).forEach(function (input) { input.checked = false; });
    } else if (question.dataset.kind === "ranking") {
      part.querySelector("select").value = "";
    }
  }

  /* Show the choices and rows that are offered; tell whether anything is left to ask. */
  function offer(question, values) {
    listOf(question.querySelectorAll("[data-choice][data-show-if], [data-row][data-show-if]")).forEach(function (part) {
      part.hidden = isOff(part, values);
      if (part.hidden) { untick(part, question); } else if (part.tagName === "OPTION") { part.disabled = false; }
    });
    function isLeft(selector) {
      var parts = listOf(question.querySelectorAll(selector));
      return parts.length === 0 || parts.some(function (part) { return !part.hidden; });
    }
    var isCarried = !question.hasAttribute("data-carries") || question.querySelector("[data-carried]:not([hidden])");
    return isLeft("[data-choice]") && isLeft("[data-row]") && Boolean(isCarried);
  }

  function calculated(spec, values) {
    var text = window.ksfRules.calculate(spec.term, values);
    return spec.holds === "number" ? window.ksfRules.asNumber(text, spec.decimals) : text;
  }

  function namesShown(question) {
    var parts = listOf(question.querySelectorAll("[data-choice][data-show-if], [data-row][data-show-if]"));
    return [question.dataset.question].concat(parts.filter(function (part) { return !part.hidden; })
      .map(function (part) { return part.dataset.choice || part.dataset.row; }));
  }

  /* Decide question by question in the order of the questionnaire, whatever the order on the page. */
  function showByCondition(form) {
    var values = JSON.parse(form.dataset.known || "{}");
    var logic = JSON.parse(form.dataset.logic || '{"order":[],"calculated":{},"wordings":[]}');
    var drawn = {};
    var shown = [];
    logic.wordings.forEach(function (code) {
      drawn[code] = values[code + ".wording"];
      delete values[code + ".wording"];
    });
    logic.order.forEach(function (code) {
      var spec = logic.calculated[code];
      if (spec && (!spec.showIf || window.ksfRules.evaluate(spec.showIf, values))) {
        values[code] = calculated(spec, values);
      }
      var question = form.querySelector('[data-question="' + code + '"]');
      if (!question) { return; }
      question.hidden = isOff(question, values) || !offer(question, values);
      if (!question.hidden) {
        readAnswers(question, values);
        if (drawn[code]) { values[code + ".wording"] = drawn[code]; }
        shown = shown.concat(namesShown(question));
      }
    });
    if (form.elements._shown) { form.elements._shown.value = shown.join(" "); }
  }

  function showOtherTexts(form) {
    listOf(form.querySelectorAll("[data-other]")).forEach(function (block) {
      var question = block.closest("[data-question]");
      block.hidden = !ownInputs(question).some(function (input) {
        return (isTicked(input) || input.tagName === "SELECT") && input.value === block.dataset.other;
      });
    });
  }

  function isExclusive(input) {
    return Boolean(input.closest("[data-exclusive]"));
  }

  function empty(input) {
    if (input.type === "checkbox") { input.checked = false; } else if (isTyped(input)) { input.value = ""; }
  }

  /* The inputs that answer together with this one: a row of a matrix, all of a ranking or an allocation, the question. */
  function groupOf(question, input) {
    if (question.dataset.kind === "allocation" || question.dataset.kind === "ranking") { return inputsOf(question); }
    var row = input.closest("[data-row]");
    if (row) { return named(row, row.dataset.row); }
    return input.name === question.dataset.question ? ownInputs(question) : [];
  }

  /* An answer such as "none of these" or "don't know" empties the others, and the others empty it. */
  function exclude(changed) {
    var question = changed.closest("[data-question]");
    var isFilled = isTicked(changed) || (isTyped(changed) && changed.value !== "");
    if (!question || !isFilled) { return; }
    groupOf(question, changed).forEach(function (input) {
      if (input !== changed && (isExclusive(changed) || isExclusive(input))) { empty(input); }
    });
  }

  function focusOtherText(changed) {
    var question = changed.closest("[data-question]");
    var block = question && isTicked(changed) && question.querySelector('[data-other="' + changed.value + '"]');
    var text = block && block.querySelector("input");
    if (text && changed.dataset.byPointer) { text.focus(); }
    delete changed.dataset.byPointer;
  }

  function refresh(form) {
    showByCondition(form);
    showOtherTexts(form);
    (window.ksfKinds || []).forEach(function (enhance) { enhance(form); });
  }

  window.ksfForm = {
    refresh: refresh,
    changed: function (form, input) {
      exclude(input);
      refresh(form);
      focusOtherText(input);
    },
    /* The fields as pairs of name and value, without the secret of the form. */
    pairs: function (form) {
      return listOf(new FormData(form).entries()).filter(function (pair) {
        return typeof pair[1] === "string" && pair[0] !== "csrfmiddlewaretoken";
      });
    },
    /* Put back pairs that were kept. */
    restore: function (form, pairs) {
      listOf(form.querySelectorAll("[data-question]")).forEach(function (question) {
        inputsOf(question).forEach(function (input) {
          var given = pairs.filter(function (pair) { return pair[0] === input.name; });
          if (input.type === "radio" || input.type === "checkbox") {
            input.checked = given.some(function (pair) { return pair[1] === input.value; });
          } else {
            input.value = (given.find(function (pair) { return pair[1] !== "_dk"; }) || ["", ""])[1];
          }
        });
      });
      refresh(form);
    }
  };
})();
