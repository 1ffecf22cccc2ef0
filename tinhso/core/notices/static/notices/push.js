// Notifications: shows the button where the browser knows them, asks the person, sends the subscription with the form.

const decode = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

async function subscribe(form) {
  const worker = await navigator.serviceWorker.register(form.dataset.worker);
  const wanted = { userVisibleOnly: true, applicationServerKey: decode(form.dataset.push) };
  const subscription = await worker.pushManager.subscribe(wanted);
  form.elements.subscription.value = JSON.stringify(subscription);
  form.submit();
}

for (const form of document.querySelectorAll("[data-push]")) {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    subscribe(form).catch(() => { form.querySelector("[data-failed]").hidden = false; });
  });
}
