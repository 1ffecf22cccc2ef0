// Recording in the browser: what was said goes into the file field of the form, so that with and without this script the
// same is sent. 16 kbit/s, one channel.

const recorder = document.querySelector("[data-recorder]");
const button = recorder?.querySelector("[data-record]");
const state = recorder?.querySelector("[data-state]");
const back = recorder?.querySelector("[data-heard-back]");
const field = document.querySelector("input[type=file]");
const label = button?.querySelector("span");
const word = label?.textContent;
const kinds = [["audio/ogg;codecs=opus", "ogg"], ["audio/webm;codecs=opus", "webm"], ["audio/mp4", "m4a"]];
const [kind, ending] = kinds.find(([type]) => window.MediaRecorder?.isTypeSupported(type)) ?? [];
const LONGEST = 30_000;
let machine = null;

function keep(pieces) {
  const file = new File(pieces, `voice.${ending}`, { type: kind.split(";")[0] });
  const files = new DataTransfer();
  files.items.add(file);
  field.files = files.files;
  back.src = URL.createObjectURL(file);
  back.hidden = false;
  state.textContent = state.dataset.done;
}

async function begin() {
  const sound = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } });
  const pieces = [];
  machine = new MediaRecorder(sound, { mimeType: kind, audioBitsPerSecond: 16_000 });
  machine.ondataavailable = (event) => pieces.push(event.data);
  machine.onstop = () => {
    sound.getTracks().forEach((track) => track.stop());
    machine = null;
    label.textContent = word;
    keep(pieces);
  };
  machine.start();
  setTimeout(() => machine?.stop(), LONGEST);
  label.textContent = button.dataset.finish;
  state.textContent = state.dataset.now;
}

if (kind && field && navigator.mediaDevices) {
  recorder.hidden = false;
  button.addEventListener("click", () => {
    if (machine) machine.stop();
    else begin().catch(() => { state.textContent = state.dataset.refused; });
  });
}
