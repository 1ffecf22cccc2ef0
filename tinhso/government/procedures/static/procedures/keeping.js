// Keeps what is typed: first on this phone, then with the commune. The form is complete without this file.
//
// A form says data-keep (where to send), data-key (a key of this draft, given only to who is signed in), data-kept and
// data-on-phone (the two words) and has a line with data-keeping. On the phone lies only what that key has locked. It goes
// when the commune has it. When the page is opened again it comes back into the form, unless the commune meanwhile knows
// another answer than the one that stood here when it was typed.

const WAIT = 700, AGAIN = 15000, NONCE = 12;
const UNTOLD = new Set(["csrfmiddlewaretoken", "idempotency_key"]);
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

const typed = (form) => [...new FormData(form)].filter(([name, value]) => !UNTOLD.has(name) && typeof value === "string");

function put(form, pairs) {
  for (const field of form.elements) {
    if (!field.name || UNTOLD.has(field.name) || field.type === "file" || field.type === "hidden") continue;
    const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

async function phone(place, secret) {
  const key = await crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
  return {
    async hold(value) {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE));
      const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(value)));
      localStorage.setItem(place, btoa(String.fromCharCode(...iv, ...new Uint8Array(locked))));
    },
    async held() {
      const locked = localStorage.getItem(place);
      if (locked === null) return null;
      try {
        const all = bytes(locked);
        const open = await crypto.subtle.decrypt({ name: "AES-GCM", iv: all.slice(0, NONCE) }, key, all.slice(NONCE));
        return JSON.parse(new TextDecoder().decode(open));
      } catch {
        localStorage.removeItem(place);
        return null;
      }
    },
    drop: () => localStorage.removeItem(place),
  };
}

async function keep(form) {
  const pocket = await phone(`kept:${form.dataset.keep}`, form.dataset.key);
  const line = form.querySelector("[data-keeping]");
  const base = JSON.stringify(typed(form));
  const say = (word) => { if (line) { line.textContent = word; line.hidden = !word; } };
  let timer, going = false, touched = 0;

  async function send() {
    const held = await pocket.held();
    if (held === null || going) return;
    const before = touched;
    going = true;
    try {
      const body = new URLSearchParams(held.said);
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      const answer = await fetch(form.dataset.keep, { method: "POST", body, redirect: "manual" });
      if (!answer.ok) throw new Error(answer.status);
      if (touched === before) pocket.drop();
      say(form.dataset.kept);
    } catch {
      say(form.dataset.onPhone);
      timer = setTimeout(send, AGAIN);
    } finally {
      going = false;
    }
  }

  form.addEventListener("input", async () => {
    touched += 1;
    clearTimeout(timer);
    await pocket.hold({ base, said: typed(form) });
    timer = setTimeout(send, WAIT);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (navigator.onLine) return;
    event.preventDefault();
    say(form.dataset.onPhone);
    send();
  });
  window.addEventListener("online", send);

  const held = await pocket.held();
  if (held?.base !== base) { pocket.drop(); return; }
  put(form, held.said);
  send();
}

if (window.crypto?.subtle) document.querySelectorAll("form[data-keep]").forEach(keep);
