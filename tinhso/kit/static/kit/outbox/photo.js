// Photos are made small on the phone before anything else: upright, at most so long, and only pixels, so without the place.

const PICTURES = new Set(["image/jpeg", "image/png", "image/webp", "image/heic", "image/heif", "image/avif", "image/bmp"]);
const LONGEST = 1600, LARGEST = 250_000, QUALITIES = [0.8, 0.7, 0.6, 0.5];

function sheet(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const drawn = (canvas, quality) => new Promise((good) => canvas.toBlob(good, "image/jpeg", quality));

// The file, or a small JPEG of it. A picture that this browser cannot read goes as it is; the server draws it anew.
export async function shrunk(file, { longest = LONGEST, largest = LARGEST } = {}) {
  if (!PICTURES.has(file.type)) return file;
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  let blob;
  for (let side = longest; ; side = Math.round(side * 0.75)) {
    const canvas = sheet(picture, side);
    for (const quality of QUALITIES) {
      blob = await drawn(canvas, quality);
      if (!blob) return file;
      if (blob.size <= largest) break;
    }
    if (blob.size <= largest || side < 600) break;
  }
  picture.close();
  return new File([blob], `${file.name.replace(/\.[^.]*$/, "") || "photo"}.jpg`, { type: "image/jpeg" });
}
