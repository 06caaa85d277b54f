/* Suggestions for a text field: the ARIA 1.2 combobox with a list. Without script the field is a plain text field.
   The address in data-typeahead answers {"items": [{"value", "label", "why"}]} for ?q=. */
(function () {
  "use strict";
  var WAIT = 200;
  var number = 0;

  function element(name, attributes, text) {
    var made = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text) made.textContent = text;
    return made;
  }

  function enhance(box) {
    var input = box.querySelector("input");
    var form = input.form;
    var target = form && form.elements.namedItem(box.dataset.target);
    var listId = "typeahead-" + (number += 1);
    var list = element("ul", { id: listId, role: "listbox", class: "sk-listbox", "aria-label": box.dataset.label, hidden: "" });
    var live = element("div", { class: "sr-only", role: "status", "aria-live": "polite" });
    var items = [];
    var active = -1;
    var timer = 0;
    var request = null;
    var asked = "";

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", listId);
    box.append(list, live);

    function close() {
      list.hidden = true;
      live.textContent = "";
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    // Also what is still on its way: a list must not open after the reader has closed it or gone on.
    function leave() {
      window.clearTimeout(timer);
      if (request) request.abort();
      asked = "";
      close();
    }

    function mark(index) {
      var options = list.children;
      if (active >= 0 && options[active]) options[active].setAttribute("aria-selected", "false");
      active = index;
      if (index < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      options[index].setAttribute("aria-selected", "true");
      options[index].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[index].id);
    }

    function show(found) {
      items = found;
      list.replaceChildren.apply(list, items.map(function (item, index) {
        var option = element("li", { id: listId + "-" + index, role: "option", class: "sk-listbox__option", "aria-selected": "false" });
        option.append(element("span", {}, item.label));
        if (item.why) option.append(element("span", { class: "sk-listbox__why" }, item.why));
        return option;
      }));
      active = -1;
      list.hidden = items.length === 0;
      input.setAttribute("aria-expanded", String(items.length > 0));
      input.removeAttribute("aria-activedescendant");
      var words = items.length === 0 ? box.dataset.none : items.length === 1 ? box.dataset.one : box.dataset.many.replace("{n}", items.length);
      if (live.textContent !== words) live.textContent = words;
    }

    function pick(index) {
      input.value = items[index].label;
      if (target) target.value = items[index].value;
      asked = input.value.trim();
      close();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function ask() {
      var text = input.value.trim();
      if (text === asked) return;
      asked = text;
      if (request) request.abort();
      if (text.length < 2) {
        close();
        return;
      }
      request = new AbortController();
      var address = new URL(box.dataset.typeahead, document.baseURI);
      address.searchParams.set("q", text.slice(0, 200));
      fetch(address, { signal: request.signal, credentials: "same-origin", headers: { Accept: "application/json" } })
        .then(function (response) { return response.ok ? response.json() : { items: [] }; })
        .then(function (answer) {
          if (document.activeElement === input && input.value.trim() === text) show(answer.items || []);
        })
        .catch(function (error) { if (error.name !== "AbortError") close(); });
    }

    input.addEventListener("input", function () {
      if (target) target.value = "";
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, WAIT);
    });

    input.addEventListener("keydown", function (event) {
      if (event.isComposing) return;
      var last = items.length - 1;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) {
          asked = "";
          ask();
        } else if (event.key === "ArrowDown") {
          mark(active === last ? 0 : active + 1);
        } else {
          mark(active <= 0 ? last : active - 1);
        }
        event.preventDefault();
      } else if (event.key === "Enter" && !list.hidden && active >= 0) {
        event.preventDefault();
        pick(active);
      } else if (event.key === "Escape") {
        if (!list.hidden) event.preventDefault();
        leave();
      } else if (event.key === "Tab") {
        leave();
      }
    });

    input.addEventListener("blur", leave);
    // mousedown, not click: the field keeps focus, so that the list is still open when the choice is made.
    list.addEventListener("mousedown", function (event) {
      event.preventDefault();
      var option = event.target.closest("[role=option]");
      if (option && event.button === 0) pick(Array.prototype.indexOf.call(list.children, option));
    });
  }

  document.querySelectorAll("[data-typeahead]").forEach(enhance);
})();
