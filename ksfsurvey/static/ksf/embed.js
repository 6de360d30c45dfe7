/* Tells the page around the frame how high this page is; a page that does not listen shows a frame of a fixed height. */
(function () {
  "use strict";

  if (window.parent === window) { return; }
  document.documentElement.classList.add("is-framed");
  var told = 0;

  function tell() {
    var height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === told) { return; }
    told = height;
    window.parent.postMessage({ pollHeight: height }, "*");
  }

  new ResizeObserver(tell).observe(document.body);
  tell();
}());
