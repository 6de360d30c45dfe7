/* Conditions in the browser: the same outcome as polls/codebook/rules.py gives on the server.
 *
 * ksfRules.evaluate(condition, values): condition is the nested list that to_json wrote, such as
 * ["and", ["=", "role", "inhouse"], ["in", "outsources", ["fully", "partly"]]]; values holds a string or a list of
 * strings by question code or attribute name. What is missing or empty makes every comparison false.
 * The test vectors in tests/codebook/rule_vectors.json are run against both evaluators.
 */
(function () {
  "use strict";

  var NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;

  function textsOf(values, name) {
    var value = Object.prototype.hasOwnProperty.call(values, name) ? values[name] : "";
    var list = Array.isArray(value) ? value : [value];
    return list.filter(function (text) {
      return typeof text === "string" && text !== "";
    });
  }

  function asNumber(text) {
    return NUMBER.test(text) ? Number(text) : NaN;
  }

  function matches(literal, text) {
    return typeof literal === "number" ? asNumber(text) === literal : text === literal;
  }

  function equals(given, literal) {
    return given.length === 1 && matches(literal, given[0]);
  }

  function includes(given, literals) {
    return given.some(function (text) {
      return literals.some(function (literal) {
        return matches(literal, text);
      });
    });
  }

  function ordered(compare) {
    return function (given, bound) {
      return given.length === 1 && typeof bound === "number" && compare(asNumber(given[0]), bound);
    };
  }

  var COMPARISONS = {
    "=": equals,
    "!=": function (given, literal) { return !equals(given, literal); },
    "<": ordered(function (number, bound) { return number < bound; }),
    "<=": ordered(function (number, bound) { return number <= bound; }),
    ">": ordered(function (number, bound) { return number > bound; }),
    ">=": ordered(function (number, bound) { return number >= bound; }),
    "in": includes,
    "not in": function (given, literals) { return !includes(given, literals); },
    "includes": function (given, literal) { return includes(given, [literal]); }
  };

  function evaluate(condition, values) {
    var operator = condition[0];
    var parts = condition.slice(1);
    function holds(part) { return evaluate(part, values); }

    if (operator === "and") { return parts.every(holds); }
    if (operator === "or") { return parts.some(holds); }
    if (operator === "not") { return !holds(parts[0]); }
    var given = textsOf(values, parts[0]);
    if (operator === "answered") { return given.length > 0; }
    return given.length > 0 && COMPARISONS[operator](given, parts[1]);
  }

  window.ksfRules = { evaluate: evaluate };
})();
