/* The preview beside the form follows what is written. Without script there is a button. The server says what a visitor will see;
   here it is only put in place, as text: no HTML is written from script. */
(function () {
  "use strict";
  var WAIT = 600;
  var mark = document.querySelector("[data-live-preview]");
  var panel = document.querySelector("[data-preview-panel]");
  var form = mark && mark.closest("form");
  if (!form || !panel) return;
  var timer = 0;
  var request = null;

  function element(name, text, parent) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (parent) parent.appendChild(made);
    return made;
  }

  function fill(place, items, make) {
    place.replaceChildren();
    items.forEach(function (item) { make(item, place); });
  }

  function show(seen) {
    panel.querySelectorAll("[data-preview]").forEach(function (place) { place.textContent = seen[place.dataset.preview]; });
    fill(panel.querySelector("[data-preview-facts]"), seen.facts, function (fact, place) {
      var row = element("div", "", place);
      element("dt", fact[0], row);
      element("dd", fact[1], row);
    });
    fill(panel.querySelector("[data-preview-list]"), seen.occasions, function (text, place) { element("li", text, place); });
    fill(panel.querySelector("[data-preview-paragraphs]"), seen.paragraphs, function (text, place) { element("p", text, place); });
    fill(panel.querySelector("[data-preview-missing]"), seen.missing, function (each, place) {
      var row = element("li", (each.blocks ? panel.dataset.lacks : panel.dataset.advice) + ": ", place);
      if (each.url) element("a", each.text, row).setAttribute("href", each.url);
      else row.append(each.text);
    });
    var status = panel.querySelector("[data-preview-status]");
    status.textContent = status.dataset.updated;
  }

  function look() {
    var sent = new FormData(form);
    sent.set("do", "preview");
    if (request) request.abort();
    request = new AbortController();
    fetch(form.action || window.location.href, { method: "POST", body: sent, headers: { Accept: "application/json" }, signal: request.signal })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (seen) { if (seen) show(seen); })
      .catch(function () {});
  }

  form.addEventListener("input", function () {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, WAIT);
  });
})();
