// Passkeys: shows the button where the browser knows them, asks for the challenge, sends the answer with the form.

const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const decode = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const opened = (options) => ({
  ...options,
  challenge: decode(options.challenge),
  ...(options.user && { user: { ...options.user, id: decode(options.user.id) } }),
  ...(options.excludeCredentials && { excludeCredentials: options.excludeCredentials.map((one) => ({ ...one, id: decode(one.id) })) }),
  ...(options.allowCredentials && { allowCredentials: options.allowCredentials.map((one) => ({ ...one, id: decode(one.id) })) }),
});

function closed(credential) {
  const { response } = credential;
  const sent = { clientDataJSON: encode(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
    if (response[name]) sent[name] = encode(response[name]);
  return {
    id: credential.id, rawId: encode(credential.rawId), type: credential.type, response: sent,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function ask(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  const { publicKey } = await answer.json();
  const credential = await navigator.credentials[form.dataset.passkey]({ publicKey: opened(publicKey) });
  form.elements.credential.value = JSON.stringify(closed(credential));
  form.submit();
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form).catch(() => {
      const told = form.querySelector(".mistake");
      told.hidden = false;
      told.textContent = form.dataset.broken;
    });
  });
}
