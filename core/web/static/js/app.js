/* Small helps; every page works without them. No HTML is written from script: the content security policy forbids it. */
(function () {
  "use strict";

  var summary = document.querySelector(".sk-error-summary");
  if (summary) summary.focus();

  // Links of the error summary move focus, not only the view.
  if (summary) summary.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#']");
    var field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    (field.closest(".sk-field") || field).scrollIntoView({ block: "start" });
  });

  // A second click while a post is under way does nothing. The button is not disabled: a disabled button sends no name and value.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || (form.getAttribute("method") || "").toLowerCase() !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    window.setTimeout(function () { release(form); }, 10000);
  });
  function release(form) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach(function (button) { button.removeAttribute("aria-busy"); });
  }
  // A page from the back/forward cache must be usable again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });

  // Filters are open without script; on a narrow screen they would push the list out of sight.
  if (window.matchMedia("(max-width: 63.99em)").matches) {
    document.querySelectorAll("details[data-narrow-closed]").forEach(function (details) { details.removeAttribute("open"); });
  }

  // A table that is wider than its place can be scrolled by keyboard, too.
  function reach() {
    document.querySelectorAll("div.sk-table-wrapper").forEach(function (place) {
      var caption = place.querySelector("caption");
      if (place.scrollWidth <= place.clientWidth || place.hasAttribute("tabindex")) return;
      place.setAttribute("tabindex", "0");
      place.setAttribute("role", "region");
      if (caption) place.setAttribute("aria-label", caption.textContent);
    });
  }
  reach();
  window.addEventListener("resize", reach);

  // A page that shows work under way looks again by itself, unless somebody is using it. Without script there is a button.
  var reload = document.querySelector("[data-reload]");
  if (reload) window.setTimeout(function () {
    if (!document.activeElement || document.activeElement === document.body) window.location.reload();
  }, 1000 * Number(reload.dataset.reload));

  // Escape and a click elsewhere close the opened menu.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".sk-nav__more[open]").forEach(function (menu) {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll(".sk-nav__more[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    });
  });
})();
