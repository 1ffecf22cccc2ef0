// Copies what a banking app asks for. Without it, the words stand there to be typed.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector("[data-word]").textContent = button.dataset.copied;
  });
}
