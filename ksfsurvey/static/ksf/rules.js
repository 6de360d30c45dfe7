/* Expressions in the browser: the same outcome as polls/codebook/rules.py gives on the server.
 *
 * ksfRules.evaluate(condition, values): condition is the nested list that to_json wrote, such as
 * ["and", ["=", "role", "inhouse"], ["in", "outsources", ["fully", "partly"]]]; values holds a string or a list of
 * strings by question code or attribute name. What is missing or empty makes every comparison false.
 * ksfRules.calculate(term, values): the value of an expression as it is stored, a string; "" for nothing.
 * The test vectors in tests/codebook are run against both evaluators.
 */
(function () {
  "use strict";

  var NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;
  var DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
  var MONTH = /^[0-9]{4}-[0-9]{2}$/;
  var DAY = 86400000;
  var NUDGE = 1.0000000000000002; // the double after 1: a half is what a double cannot tell from a half
  var EXACT = 4503599627370496; // from here on every double is whole
  var LARGEST = 1e15;
  var MOST_DECIMALS = 6;

  /* --- reading values: null is nothing; else a boolean, a number, a string or a list of strings --- */

  function isText(value) {
    return typeof value === "string" && value !== "";
  }

  function textsOf(values, name) {
    var value = Object.prototype.hasOwnProperty.call(values, name) ? values[name] : "";
    return (Array.isArray(value) ? value : [value]).filter(isText);
  }

  function given(values, name) {
    var texts = textsOf(values, name);
    if (texts.length === 0) { return null; }
    return Array.isArray(values[name]) ? texts : texts[0];
  }

  function asNumber(text) {
    return NUMBER.test(text) ? Number(text) : NaN;
  }

  function finite(number) {
    return Number.isFinite(number) ? number : null;
  }

  function textOf(value) {
    if (typeof value === "number") { return numberText(value); }
    if (Array.isArray(value)) { return value.length === 1 ? value[0] : null; }
    return typeof value === "string" ? value : null;
  }

  function numberOf(value) {
    if (typeof value === "number") { return value; }
    var text = textOf(value);
    return text !== null && NUMBER.test(text) ? Number(text) : null;
  }

  function listed(value) {
    if (Array.isArray(value)) { return value; }
    var text = textOf(value);
    return isText(text) ? [text] : [];
  }

  function rounded(number, decimals) {
    var scale = Math.pow(10, decimals);
    var size = Math.abs(number) * scale;
    if (size >= EXACT) { return number; }
    var near = Math.floor(size * NUDGE + 0.5) / scale;
    return number < 0 ? -near : near;
  }

  function numberText(number) {
    var near = rounded(number, MOST_DECIMALS);
    if (near === 0) { return "0"; }
    return Math.abs(near) < LARGEST ? String(near) : null;
  }

  /* A day of the calendar as year, month, day, and the days since 1970; null for anything else. */
  function dateOf(value) {
    var text = textOf(value);
    var parts = text === null ? null : DATE.exec(text);
    if (!parts) { return null; }
    var year = Number(parts[1]), month = Number(parts[2]), day = Number(parts[3]);
    var moment = new Date(0);
    moment.setUTCFullYear(year, month - 1, day);
    var isReal = year > 0 && moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day;
    return isReal ? { text: text, year: year, month: month, day: day, days: Math.round(moment / DAY) } : null;
  }

  function today(values) {
    var day = Object.prototype.hasOwnProperty.call(values, "_today") ? values._today : null;
    return dateOf(typeof day === "string" ? day : null);
  }

  function fullYears(first, last) {
    if (!first || !last) { return null; }
    var hasBeen = last.month > first.month || (last.month === first.month && last.day >= first.day);
    return last.year - first.year - (hasBeen ? 0 : 1);
  }

  /* --- a name held against literals --- */

  function matches(literal, text) {
    return typeof literal === "number" ? asNumber(text) === literal : text === literal;
  }

  function equals(texts, literal) {
    return texts.length === 1 && matches(literal, texts[0]);
  }

  function includes(texts, literals) {
    return texts.some(function (text) {
      return literals.some(function (literal) {
        return matches(literal, text);
      });
    });
  }

  function ordered(compare) {
    return function (texts, bound) {
      return texts.length === 1 && typeof bound === "number" && compare(asNumber(texts[0]), bound);
    };
  }

  var COMPARISONS = {
    "=": equals,
    "!=": function (texts, literal) { return !equals(texts, literal); },
    "<": ordered(function (number, bound) { return number < bound; }),
    "<=": ordered(function (number, bound) { return number <= bound; }),
    ">": ordered(function (number, bound) { return number > bound; }),
    ">=": ordered(function (number, bound) { return number >= bound; }),
    "in": includes,
    "not in": function (texts, literals) { return !includes(texts, literals); },
    "includes": function (texts, literal) { return includes(texts, [literal]); }
  };

  /* --- two calculated values held against each other --- */

  function isEqual(left, right) {
    if (typeof left === "boolean" || typeof right === "boolean") { return left === right; }
    if (typeof left === "number" || typeof right === "number") {
      var number = numberOf(left);
      return number !== null && number === numberOf(right);
    }
    var one = listed(left), other = listed(right);
    function isIn(list) { return function (text) { return list.indexOf(text) >= 0; }; }
    return one.every(isIn(other)) && other.every(isIn(one));
  }

  function orderOf(left, right) {
    var one = numberOf(left), other = numberOf(right);
    if (one === null || other === null) {
      one = textOf(left);
      other = textOf(right);
      if (one === null || other === null) { return null; }
      var isAlike = [DATE, MONTH].some(function (form) { return form.test(one) && form.test(other); });
      if (!isAlike) { return null; }
    }
    return one > other ? 1 : one < other ? -1 : 0;
  }

  var ORDERS = {
    "<": function (order) { return order < 0; },
    "<=": function (order) { return order <= 0; },
    ">": function (order) { return order > 0; },
    ">=": function (order) { return order >= 0; }
  };

  function relates(operator, left, rights) {
    function isLeft(right) { return isEqual(left, right); }
    if (operator === "=" || operator === "in") { return rights.some(isLeft); }
    if (operator === "!=" || operator === "not in") { return !rights.some(isLeft); }
    if (operator === "includes") {
      var parts = listed(rights[0]);
      return listed(left).some(function (text) { return parts.indexOf(text) >= 0; });
    }
    var order = orderOf(left, rights[0]);
    return order !== null && ORDERS[operator](order);
  }

  /* --- functions and arithmetic --- */

  function numbersIn(list) {
    return list.map(numberOf).filter(function (number) { return number !== null; });
  }

  function total(numbers) {
    return numbers.reduce(function (sum, number) { return sum + number; }, 0);
  }

  function choose(better) {
    return function (list) {
      return numbersIn(list).reduce(function (best, number) {
        return best === null || better(number, best) ? number : best;
      }, null);
    };
  }

  function onText(work) {
    return function (list) {
      var text = textOf(list[0]);
      return text === null ? null : work(text, list);
    };
  }

  var FUNCTIONS = {
    sum: function (list) {
      var numbers = numbersIn(list);
      return numbers.length ? finite(total(numbers)) : null;
    },
    mean: function (list) {
      var numbers = numbersIn(list);
      return numbers.length ? finite(total(numbers) / numbers.length) : null;
    },
    min: choose(function (number, best) { return number < best; }),
    max: choose(function (number, best) { return number > best; }),
    round: function (list) {
      var number = numberOf(list[0]);
      var decimals = list.length > 1 ? numberOf(list[1]) : 0;
      var isGood = decimals !== null && Number.isInteger(decimals) && decimals >= 0 && decimals <= MOST_DECIMALS;
      return number === null || !isGood ? null : rounded(number, decimals);
    },
    abs: function (list) {
      var number = numberOf(list[0]);
      return number === null ? null : Math.abs(number);
    },
    count: function (list) {
      return total(list.map(function (value) {
        return listed(value).filter(function (text) { return text !== "_dk"; }).length;
      }));
    },
    rank: function (list) {
      var place = listed(list[0]).indexOf(textOf(list[1]));
      return place < 0 ? null : place + 1;
    },
    "if": function (list) { return list[0] === true ? list[1] : list[2]; },
    coalesce: function (list) {
      var found = list.filter(function (value) { return value !== null && value !== ""; });
      return found.length ? found[0] : null;
    },
    length: onText(function (text) { return Array.from(text).length; }),
    contains: function (list) {
      var text = textOf(list[0]), part = textOf(list[1]);
      return text !== null && part !== null && text.indexOf(part) >= 0;
    },
    lower: onText(function (text) { return text.toLowerCase(); }),
    concat: function (list) {
      return list.map(function (value) { return textOf(value) || ""; }).join("") || null;
    },
    today: function (list, values) {
      var day = today(values);
      return day && day.text;
    },
    days_between: function (list) {
      var first = dateOf(list[0]), last = dateOf(list[1]);
      return first && last ? last.days - first.days : null;
    },
    years_between: function (list) { return fullYears(dateOf(list[0]), dateOf(list[1])); },
    age: function (list, values) { return fullYears(dateOf(list[0]), today(values)); },
    year: function (list) {
      var day = dateOf(list[0]);
      return day && day.year;
    }
  };

  var SIGNS = {
    "+": function (left, right) { return finite(left + right); },
    "-": function (left, right) { return finite(left - right); },
    "*": function (left, right) { return finite(left * right); },
    "/": function (left, right) { return right === 0 ? null : finite(left / right); }
  };

  function isSign(term) {
    return Object.prototype.hasOwnProperty.call(SIGNS, term[0]);
  }

  /* The value of a term: a text is a name, a number itself, ["text", …] a text; a condition gives true or false. */
  function valueOf(term, values) {
    if (typeof term === "string") { return given(values, term); }
    if (typeof term === "number") { return term; }
    if (term[0] === "text") { return term[1]; }
    function valueIn(part) { return valueOf(part, values); }
    if (term[0] === "call") { return FUNCTIONS[term[1]](term.slice(2).map(valueIn), values); }
    if (!isSign(term)) { return evaluate(term, values); }
    var numbers = term.slice(1).map(valueIn).map(numberOf);
    if (numbers.indexOf(null) >= 0) { return null; }
    return numbers.length === 1 ? -numbers[0] : SIGNS[term[0]](numbers[0], numbers[1]);
  }

  function evaluate(condition, values) {
    var operator = condition[0];
    var parts = condition.slice(1);
    function holds(part) { return evaluate(part, values); }

    if (operator === "and") { return parts.every(holds); }
    if (operator === "or") { return parts.some(holds); }
    if (operator === "not") { return !holds(parts[0]); }
    if (operator === "truth") { return valueOf(parts[0], values) === true; }
    if (operator === "relation") {
      var left = valueOf(parts[1], values);
      var rights = parts[2].map(function (part) { return valueOf(part, values); })
        .filter(function (value) { return value !== null; });
      return left !== null && rights.length > 0 && relates(parts[0], left, rights);
    }
    var texts = textsOf(values, parts[0]);
    if (operator === "answered") { return texts.length > 0; }
    return texts.length > 0 && COMPARISONS[operator](texts, parts[1]);
  }

  function calculate(term, values) {
    var value = valueOf(term, values);
    if (typeof value === "boolean") { return value ? "1" : "0"; }
    return textOf(value) || "";
  }

  /* A number as it is stored with so many decimals; "" for a text that is none. */
  function storedNumber(text, decimals) {
    var number = numberOf(text);
    return number === null ? "" : numberText(rounded(number, decimals)) || "";
  }

  window.ksfRules = { evaluate: evaluate, calculate: calculate, asNumber: storedNumber };
})();
