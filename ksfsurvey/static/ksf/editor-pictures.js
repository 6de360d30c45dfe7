/* A picture at a choice: sent as soon as it is chosen; the name that comes back is saved with the other fields. */
(function () {
  "use strict";

  function send(input) {
    var box = input.closest("[data-picture]");
    var form = input.closest("form");
    var status = box.querySelector(".picture-status");
    var body = new FormData();
    body.append("picture", input.files[0]);
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    status.textContent = "";
    window.fetch(form.dataset.pictures, { method: "POST", body: body, headers: { Accept: "application/json" } })
      .then(function (answer) {
        if (!answer.ok) { throw new Error("not taken"); }
        return answer.json();
      })
      .then(function (picture) { arrive(box, input, picture); })
      .catch(function () {
        input.value = "";
        status.textContent = box.dataset.failed;
      });
  }

  function arrive(box, input, picture) {
    var name = box.querySelector("input[type=hidden]");
    var thumb = box.querySelector(".picture-thumb");
    var clear = box.querySelector(".picture-clear");
    name.value = picture.name;
    thumb.src = picture.address;
    thumb.hidden = false;
    clear.hidden = false;
    clear.querySelector("input").checked = false;
    input.value = "";
    name.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-picture] input[type=file]") && event.target.files.length) { send(event.target); }
  });
})();
