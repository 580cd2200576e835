// Passkeys and security keys: the browser's own dialogue, between a page's form and the server.
"use strict";

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// What the server asks for, with its texts turned into bytes.
function asked(options) {
  const key = structuredClone(options.publicKey);
  key.challenge = toBytes(key.challenge);
  if (key.user) key.user.id = toBytes(key.user.id);
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    for (const one of key[list] || []) one.id = toBytes(one.id);
  }
  return { publicKey: key };
}

// What the key answered, with its bytes turned into texts.
function answered(credential) {
  const said = { };
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) said[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) said.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: said,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return (await answer.json()).request_options;
}

async function ask(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "get") return navigator.credentials.get(asked(options));
  const choice = options.publicKey.authenticatorSelection || (options.publicKey.authenticatorSelection = {});
  const alone = form.elements.passwordless ? form.elements.passwordless.checked : false;
  choice.residentKey = alone ? "required" : "discouraged";
  choice.requireResidentKey = alone;
  if (alone) choice.userVerification = "required";
  return navigator.credentials.create(asked(options));
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) break;
  form.hidden = false;
  for (const note of document.querySelectorAll("[data-without-passkeys]")) note.hidden = true;
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    const problem = form.querySelector("[data-problem]");
    problem.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(answered(await ask(form)));
      form.submit();
    } catch {
      problem.hidden = false;
      problem.focus();
    }
  });
}
