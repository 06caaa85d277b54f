/* Questions that depend on an answer come and go at once. Without script they come after the page is saved.
   What is not asked waits in a <template>, so nothing here writes HTML. */
(function () {
  "use strict";

  var waiting = Array.prototype.slice.call(document.querySelectorAll("[data-when]"));
  if (!waiting.length) return;
  var form = waiting[0].closest("form");

  function answered(place) {
    return Array.prototype.some.call(form.elements, function (control) {
      return control.name === place.dataset.when && control.value === place.dataset.answer && control.checked;
    });
  }

  function look() {
    waiting.forEach(function (place) {
      var template = place.querySelector("template");
      var on = answered(place);
      if (on && template) {
        place.appendChild(template.content);
        template.remove();
      } else if (!on && !template) {
        var kept = document.createElement("template");
        while (place.firstChild) kept.content.appendChild(place.firstChild);
        place.appendChild(kept);
      }
    });
  }

  form.addEventListener("change", look);
  look();
})();
