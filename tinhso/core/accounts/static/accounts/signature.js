// Signing with a finger, a pen or the mouse. What was drawn goes into the file field as a picture, so that with and without
// this script the same is sent.

const INK = "#1b2559", WIDTH = 4;

function pad(box) {
  const canvas = box.querySelector("canvas");
  const input = document.getElementById(box.dataset.signature);
  const [plain, live, signed] = ["plain", "live", "signed"].map((name) => box.querySelector(`[data-${name}]`));
  const pen = canvas.getContext("2d");
  let last = null;

  const at = (event) => {
    const seen = canvas.getBoundingClientRect();
    return [(event.clientX - seen.left) * canvas.width / seen.width, (event.clientY - seen.top) * canvas.height / seen.height];
  };
  const clear = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    Object.assign(pen, { strokeStyle: INK, lineWidth: WIDTH, lineCap: "round", lineJoin: "round" });
    input.value = "";
    signed.hidden = true;
  };
  const draw = (event) => {
    if (!last) return;
    const here = at(event);
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...here);
    pen.stroke();
    last = here;
  };
  const keep = () => {
    if (!last) return;
    last = null;
    canvas.toBlob((picture) => {
      const files = new DataTransfer();
      files.items.add(new File([picture], "signature.png", { type: "image/png" }));
      input.files = files.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      signed.hidden = false;
    }, "image/png");
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    draw(event);
  });
  canvas.addEventListener("pointermove", draw);
  ["pointerup", "pointercancel"].forEach((name) => canvas.addEventListener(name, keep));
  box.querySelector("button").addEventListener("click", clear);
  clear();
  plain.hidden = true;
  live.hidden = false;
}

if (window.DataTransfer && window.PointerEvent) document.querySelectorAll("[data-signature]").forEach(pad);
