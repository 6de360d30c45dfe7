/* Buttons that copy what stands elsewhere on the page. Without this script they stay hidden, and one selects by hand. */
(function () {
  "use strict";

  if (!navigator.clipboard) { return; }
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var source = document.getElementById(button.dataset.copy);
    button.hidden = !source;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(source.value || source.textContent.trim())
        .then(function () { button.textContent = button.dataset.copied; });
    });
  });
}());
