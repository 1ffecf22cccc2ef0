// The scanner of the desk types the card's code and ends with Enter; the form is sent when the whole code is in.

for (const field of document.querySelectorAll("[data-scan]")) {
  field.focus();
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && field.value.split("|").length >= 6) {
      event.preventDefault();
      field.form.requestSubmit();
    }
  });
}
