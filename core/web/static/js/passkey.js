/* Passkeys: forms with data-passkey are shown where the browser can, and filled with the authenticator's answer before they are sent. */
(function () {
  "use strict";

  if (!window.PublicKeyCredential || !navigator.credentials) return;

  function toBytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (c) { return c.charCodeAt(0); });
  }
  function toText(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function withBytes(list) {
    return (list || []).map(function (item) { return Object.assign({}, item, { id: toBytes(item.id) }); });
  }

  function ask(form) {
    var options = JSON.parse(form.dataset.options);
    options.challenge = toBytes(options.challenge);
    if (form.dataset.passkey === "create") {
      options.user.id = toBytes(options.user.id);
      options.excludeCredentials = withBytes(options.excludeCredentials);
      return navigator.credentials.create({ publicKey: options });
    }
    options.allowCredentials = withBytes(options.allowCredentials);
    return navigator.credentials.get({ publicKey: options });
  }

  function answer(credential) {
    var response = { clientDataJSON: toText(credential.response.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    });
    return JSON.stringify({
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response: response,
      clientExtensionResults: {},
      authenticatorAttachment: credential.authenticatorAttachment || undefined
    });
  }

  document.querySelectorAll("[data-passkey-missing]").forEach(function (element) { element.hidden = true; });
  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    var failed = form.querySelector("[data-passkey-failed]");
    form.hidden = false;
    // Capturing, so that the guard against double clicks sees the form only when it is really sent.
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      event.stopPropagation();
      failed.hidden = true;
      ask(form).then(function (credential) {
        form.elements.credential.value = answer(credential);
        HTMLFormElement.prototype.submit.call(form);
      }).catch(function () { failed.hidden = false; });
    }, true);
  });
})();
