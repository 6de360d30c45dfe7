/* What a script adds to single kinds of question: the running total of an allocation, a slider in place of a number, and
 * sending a file at once. Each works on the fields that the server made and sends the same posts; without this script
 * those fields are simply filled in.
 */
(function () {
  "use strict";

  var listOf = Array.from;
  var kinds = (window.ksfKinds = window.ksfKinds || []);

  function make(name, attributes, text) {
    var element = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    if (text !== undefined) { element.textContent = text; }
    return element;
  }

  function tell(input) {
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function isDutch() {
    return document.documentElement.lang === "nl";
  }

  /* --- allocation: what is divided so far --- */

  function amountOf(input) {
    var text = input.value.trim().replace(/[\s%€]/g, "").replace(",", ".");
    return text !== "" && isFinite(text) ? Number(text) : 0;
  }

  function written(number, unit) {
    var text = String(Math.round(number * 10000) / 10000);
    return (isDutch() ? text.replace(".", ",") : text) + (unit === "%" ? "%" : unit ? " " + unit : "");
  }

  function showTotal(question) {
    var line = question.querySelector("[data-total]");
    var inputs = listOf(question.querySelectorAll(".amount .form-control"));
    var whole = Number(question.dataset.allocation);
    var unit = question.dataset.unit;
    var sum = inputs.reduce(function (total, input) { return total + amountOf(input); }, 0);
    var left = Math.round((whole - sum) * 10000) / 10000;
    var state = left === 0 ? question.dataset.done
      : written(Math.abs(left), unit) + " " + (left > 0 ? question.dataset.left : question.dataset.over);
    var strong = make("strong", {}, question.dataset.together + " " + written(sum, unit));
    line.replaceChildren(strong, make("span", {}, state));
    line.classList.toggle("is-right", left === 0);
    line.classList.toggle("is-over", left < 0);
    line.hidden = false;
  }

  kinds.push(function (form) {
    listOf(form.querySelectorAll("[data-allocation]")).forEach(showTotal);
  });

  /* --- slider --- */

  function buildSlider(box) {
    var typed = box.querySelector("input");
    var question = box.closest("[data-question]");
    var data = box.dataset;
    var range = make("input", {
      type: "range", min: data.min, max: data.max, step: data.step, id: typed.id,
      "aria-describedby": typed.getAttribute("aria-describedby") || ""
    });
    var value = make("output", { class: "slider-value", for: typed.id });
    var state = make("p", { class: "slider-state" }, data.untouched);
    var clear = make("button", { type: "button", class: "slider-clear" }, data.clear);
    var live = make("div", { class: "slider-live" });
    typed.id += "_typed";
    box.querySelector(".input-unit").hidden = true;
    live.append(range, value, state, clear);
    box.append(live);
    box.ksfSlider = { typed: typed, range: range, value: value, state: state, clear: clear, live: live };

    function take() {
      typed.value = range.value;
      tell(typed);
    }
    range.addEventListener("input", function (event) { event.stopPropagation(); take(); });
    range.addEventListener("change", function (event) { event.stopPropagation(); });
    range.addEventListener("pointerup", take);
    range.addEventListener("keydown", function (event) {
      if (event.key === " " || event.key === "Enter") { event.preventDefault(); take(); }
    });
    clear.addEventListener("click", function () {
      typed.value = "";
      tell(typed);
      range.focus();
    });
    question.classList.add("has-slider");
  }

  function showSlider(box) {
    if (!box.ksfSlider) { buildSlider(box); }
    var parts = box.ksfSlider;
    var number = Number(parts.typed.value.replace(",", "."));
    var isTouched = parts.typed.value.trim() !== "" && isFinite(number);
    var low = Number(box.dataset.min);
    var high = Number(box.dataset.max);
    if (isTouched) { parts.range.value = number; } else { parts.range.value = (low + high) / 2; }
    var words = isTouched ? written(number, box.dataset.unit) : "–";
    parts.live.classList.toggle("is-untouched", !isTouched);
    parts.value.textContent = words;
    parts.state.hidden = isTouched;
    parts.clear.hidden = !isTouched;
    parts.range.setAttribute("aria-valuetext", isTouched ? words : box.dataset.untouched);
    parts.range.style.setProperty("--at", isTouched ? ((parts.range.value - low) / (high - low)) * 100 + "%" : "0%");
  }

  kinds.push(function (form) {
    listOf(form.querySelectorAll("[data-slider]")).forEach(showSlider);
  });

  /* --- file: sent as soon as it is chosen, so that no page loses it --- */

  function uploadAddress(form, code) {
    var address = new URL(form.action, location.href);
    address.pathname += "file/" + code + "/";
    return address.href;
  }

  function sendFile(input) {
    var form = input.closest("form");
    var box = input.closest("[data-upload]");
    var status = box.querySelector("[data-upload-status]");
    var body = new FormData();
    body.append(input.name, input.files[0]);
    body.append("_lang", form.elements._lang.value);
    ["csrfmiddlewaretoken", "_entry"].forEach(function (name) {
      if (form.elements[name]) { body.append(name, form.elements[name].value); }
    });
    status.classList.remove("is-error");
    status.textContent = box.dataset.sending;
    return fetch(uploadAddress(form, input.name), {
      method: "POST", body: body, credentials: "same-origin", headers: { "X-Requested-With": "fetch" }
    }).then(function (response) {
      return response.json().then(function (answer) { arrived(box, status, input, response.ok, answer); });
    }).catch(function () { refuse(status, input, box.dataset.failed); });
  }

  function refuse(status, input, message) {
    input.value = "";
    status.classList.add("is-error");
    status.textContent = message;
  }

  function arrived(box, status, input, isKept, answer) {
    if (!isKept) { refuse(status, input, answer.message || box.dataset.failed); return; }
    box.querySelector("[data-upload-now]").innerHTML = answer.html;
    status.textContent = "";
    input.value = "";
    tell(box.querySelector("input[type=hidden]"));
  }

  document.addEventListener("change", function (event) {
    var input = event.target;
    var isReal = input.form && input.form.dataset.keep; // a preview stores nothing
    if (isReal && input.matches("[data-upload] input[type=file]") && input.files.length && window.fetch) { sendFile(input); }
  });
})();
