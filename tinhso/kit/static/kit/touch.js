// For who wants pages read: a choice says its name when it is touched, and nothing else. Choosing and going on are two acts.

const speech = window.speechSynthesis;

function say(words) {
  const said = new SpeechSynthesisUtterance(words);
  said.lang = document.documentElement.lang;
  said.voice = speech.getVoices().find((voice) => voice.lang.startsWith(said.lang)) ?? null;
  said.rate = 0.9;
  speech.cancel();
  speech.speak(said);
}

document.addEventListener("change", (event) => {
  const choice = event.target.closest("label[data-read]");
  if (speech && choice) say(choice.dataset.read);
});
