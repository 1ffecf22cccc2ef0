// Comforts of reporting: the screen that a picture leads to, the place of the phone.
// Without this file the same form is filled in and sent.

const form = document.querySelector("[data-report]");

// A chosen topic that has more pictures leads to those first; without a line the photo comes next.
async function fetched(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(4000) });
    return answer.ok ? await answer.text() : "";
  } catch {
    return "";
  }
}

function ways(form) {
  form.addEventListener("click", async (event) => {
    const way = event.target.closest("[data-on]");
    const chosen = way?.closest(".screen").querySelector("[data-next]:checked");
    if (!chosen) return;
    event.preventDefault();
    const pictures = await fetched(chosen.dataset.next);
    document.getElementById("about")?.remove();
    if (pictures) document.getElementById("photo").insertAdjacentHTML("beforebegin", pictures);
    location.hash = pictures ? "about" : "photo";
  });
  window.addEventListener("hashchange", () => document.querySelector(":target h1")?.focus());
}

function here(box) {
  const [lat, lon] = ["lat", "lon"].map((name) => form.elements.namedItem(name));
  box.querySelector("button").addEventListener("click", () => {
    const found = (position) => {
      lat.value = position.coords.latitude.toFixed(6);
      lon.value = position.coords.longitude.toFixed(6);
      box.querySelector("[data-found]").hidden = false;
      box.querySelector("[data-not-found]").hidden = true;
    };
    const lost = () => { box.querySelector("[data-not-found]").hidden = false; };
    navigator.geolocation.getCurrentPosition(found, lost, { enableHighAccuracy: true, timeout: 8000, maximumAge: 60000 });
  });
  box.hidden = false;
}

if (form) {
  ways(form);
  if (navigator.geolocation) document.querySelectorAll("[data-here]").forEach(here);
}
