/* What happens inside a page of the poll while it is filled in: questions that come and go by condition, the text of
 * "other, namely", and answers that exclude the others. The server decides all of it again; without this script the
 * page shows everything at once or asks once more.
 */
(function () {
  "use strict";

  var listOf = Array.from;

  function inputsOf(question) {
    return listOf(question.querySelectorAll("input:not([type=hidden]), textarea"));
  }

  function isTicked(input) {
    return (input.type === "radio" || input.type === "checkbox") && input.checked;
  }

  function ownInputs(question) {
    var name = question.dataset.question;
    return inputsOf(question).filter(function (input) { return input.name === name; });
  }

  /* The question's answer as the conditions see it: a text, or a list for multiple choice. */
  function answerOf(question) {
    var own = ownInputs(question);
    var ticked = own.filter(isTicked).map(function (input) { return input.value; });
    if (question.dataset.kind === "multiple") { return ticked; }
    if (ticked.length > 0) { return ticked[0]; }
    var typed = own.find(function (input) { return input.type === "text" || input.tagName === "TEXTAREA"; });
    var text = typed ? typed.value.trim() : "";
    return question.dataset.kind === "number" ? text.replace(",", ".") : text;
  }

  function showByCondition(form) {
    var values = JSON.parse(form.dataset.known || "{}");
    var shown = [];
    listOf(form.querySelectorAll("[data-question]")).forEach(function (question) {
      var condition = question.dataset.showIf;
      question.hidden = Boolean(condition) && !window.ksfRules.evaluate(JSON.parse(condition), values);
      if (!question.hidden) {
        values[question.dataset.question] = answerOf(question);
        shown.push(question.dataset.question);
      }
    });
    if (form.elements._shown) { form.elements._shown.value = shown.join(" "); }
  }

  function showOtherTexts(form) {
    listOf(form.querySelectorAll("[data-other]")).forEach(function (block) {
      var question = block.closest("[data-question]");
      block.hidden = !ownInputs(question).some(function (input) {
        return isTicked(input) && input.value === block.dataset.other;
      });
    });
  }

  function isExclusive(input) {
    return Boolean(input.closest("[data-exclusive]"));
  }

  function empty(input) {
    if (input.type === "checkbox") { input.checked = false; } else if (input.type === "text") { input.value = ""; }
  }

  /* An answer such as "none of these" or "don't know" empties the others, and the others empty it. */
  function exclude(changed) {
    var question = changed.closest("[data-question]");
    var isFilled = isTicked(changed) || (changed.type === "text" && changed.value !== "");
    if (!question || !isFilled || changed.name !== question.dataset.question) { return; }
    ownInputs(question).forEach(function (input) {
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
