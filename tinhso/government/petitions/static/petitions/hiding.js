// Marking parts of a picture by dragging. Without this script the grid of ticks over the picture does the same.
// A part is left, top, width, height in thousandths of the picture; a press on a part takes it away, a press beside
// them ticks the field of the grid that lies there.

const WHOLE = 1000;
const LEAST = 8;

function within(value) {
  return Math.max(0, Math.min(WHOLE, Math.round(value)));
}

function draw(canvas, parts) {
  canvas.replaceChildren(...parts.map(([left, top, width, height], index) => {
    const mark = document.createElement("i");
    Object.assign(mark.style, { left: `${left / 10}%`, top: `${top / 10}%`, width: `${width / 10}%`, height: `${height / 10}%` });
    mark.dataset.part = index;
    return mark;
  }));
}

function cellUnder(event) {
  return document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.type === "checkbox");
}

function mark(box) {
  const field = box.closest("form").elements[box.dataset.hideParts];
  const canvas = Object.assign(document.createElement("div"), { className: "hide-canvas" });
  const parts = field.value.split(" ").filter(Boolean).map((part) => part.split(",").map(Number));
  let begun = null;
  const place = (event) => {
    const frame = canvas.getBoundingClientRect();
    return [within(((event.clientX - frame.left) / frame.width) * WHOLE), within(((event.clientY - frame.top) / frame.height) * WHOLE)];
  };
  const between = ([x1, y1], [x2, y2]) => [Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)];
  const keep = () => {
    field.value = parts.map((part) => part.join(",")).join(" ");
    draw(canvas, parts);
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.target.dataset.part) {
      parts.splice(Number(event.target.dataset.part), 1);
      keep();
      return;
    }
    begun = place(event);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (begun) draw(canvas, [...parts, between(begun, place(event))]);
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!begun) return;
    const part = between(begun, place(event));
    begun = null;
    if (part[2] >= LEAST && part[3] >= LEAST) parts.push(part);
    else cellUnder(event)?.click();
    keep();
  });
  canvas.addEventListener("pointercancel", () => {
    begun = null;
    keep();
  });
  box.append(canvas);
  keep();
}

document.querySelectorAll("[data-hide-parts]").forEach(mark);
