// Near me: puts where this telephone is into the form and sends it. Nothing is asked before somebody presses.

for (const button of document.querySelectorAll("[data-near]")) {
  if (!navigator.geolocation) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const form = button.form, word = form.querySelector("[data-near-lost]");
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      form.elements.lat.value = coords.latitude.toFixed(4);
      form.elements.lon.value = coords.longitude.toFixed(4);
      form.submit();
    }, () => { word.hidden = false; }, { timeout: 8000, maximumAge: 60000 });
  });
}
