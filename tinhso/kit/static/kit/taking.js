// Taking a photo or a voice along in a form (kit/taking.html): small pictures of what was chosen, and a recorder that puts
// what was said into the file field. Without this file the same fields are answered by the phone's own camera and recorder.

async function small(canvas, file) {
  try {
    const picture = await createImageBitmap(file, { resizeWidth: 192 });
    const side = Math.min(picture.width, picture.height);
    canvas.getContext("2d").drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
    canvas.hidden = false;
  } catch {
    canvas.hidden = true;
  }
}

function shot(box) {
  const input = box.querySelector("input[type=file]");
  const shown = box.querySelector("[data-shown]");
  if (!shown) return;
  const label = box.querySelector("label");
  box.classList.add("ready");
  const show = () => {
    const [file] = input.files;
    shown.hidden = !file;
    label.hidden = Boolean(file);
    if (!file) return;
    small(shown.querySelector("canvas"), file);
  };
  input.addEventListener("change", show);
  shown.querySelector("button").addEventListener("click", () => { input.value = ""; show(); label.focus(); });
  show();
}

const TYPES = [["audio/webm;codecs=opus", "webm"], ["audio/ogg;codecs=opus", "ogg"], ["audio/mp4", "m4a"]];

function recorder(box) {
  const type = window.MediaRecorder && TYPES.find(([name]) => MediaRecorder.isTypeSupported(name));
  if (!type || !navigator.mediaDevices || !window.DataTransfer) return;
  const input = document.getElementById(box.dataset.recorder);
  const part = (name) => box.querySelector(`[data-${name}]`);
  const audio = box.querySelector("audio");
  let running, clock, began;

  const put = (pieces) => {
    const files = new DataTransfer();
    files.items.add(new File(pieces, `${box.dataset.name}.${type[1]}`, { type: type[0].split(";")[0] }));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    audio.src = URL.createObjectURL(files.files[0]);
    audio.hidden = part("again").hidden = false;
  };
  const rest = () => {
    clearInterval(clock);
    part("start").hidden = false;
    part("end").hidden = true;
  };
  const tell = () => {
    const seconds = Math.floor((Date.now() - began) / 1000);
    part("clock").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds >= Number(box.dataset.most)) running.stop();
  };
  part("start").addEventListener("click", async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
    } catch {
      part("silent").hidden = part("plain").hidden = false;
      return;
    }
    const pieces = [];
    running = new MediaRecorder(stream, { mimeType: type[0], audioBitsPerSecond: 16000 });
    running.addEventListener("dataavailable", (event) => pieces.push(event.data));
    running.addEventListener("stop", () => {
      stream.getTracks().forEach((track) => track.stop());
      rest();
      put(pieces);
      part("start").focus();
    });
    window.speechSynthesis?.cancel();
    running.start();
    began = Date.now();
    clock = setInterval(tell, 500);
    tell();
    part("silent").hidden = part("start").hidden = true;
    part("end").hidden = false;
    part("end").focus();
  });
  part("end").addEventListener("click", () => running.stop());
  part("again").querySelector("button").addEventListener("click", () => {
    input.value = "";
    URL.revokeObjectURL(audio.src);
    audio.removeAttribute("src");
    audio.hidden = part("again").hidden = true;
    part("start").focus();
  });
  window.addEventListener("pagehide", () => { if (running?.state === "recording") running.stop(); });
  part("plain").hidden = true;
  part("live").hidden = false;
}

document.querySelectorAll(".shot").forEach(shot);
document.querySelectorAll("[data-recorder]").forEach(recorder);
