// Takes a picture of a paper with the camera of the desk and puts it into the file field beside it.

function camera(box) {
  const input = document.getElementById(box.dataset.camera);
  const video = box.querySelector("video");
  const [open, take] = box.querySelectorAll("button");
  let stream;

  const stop = () => { stream?.getTracks().forEach((track) => track.stop()); stream = undefined; video.hidden = take.hidden = true; open.hidden = false; };
  open.addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 2560 } } });
    } catch {
      box.querySelector("[data-no-camera]").hidden = false;
      return;
    }
    video.srcObject = stream;
    await video.play();
    video.hidden = take.hidden = false;
    open.hidden = true;
    take.focus();
  });
  take.addEventListener("click", () => {
    const sheet = document.createElement("canvas");
    [sheet.width, sheet.height] = [video.videoWidth, video.videoHeight];
    sheet.getContext("2d").drawImage(video, 0, 0);
    sheet.toBlob((picture) => {
      const files = new DataTransfer();
      files.items.add(new File([picture], "giay-to.jpg", { type: "image/jpeg" }));
      input.files = files.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      stop();
      open.focus();
    }, "image/jpeg", 0.9);
  });
  window.addEventListener("pagehide", stop);
  box.hidden = false;
}

if (navigator.mediaDevices) document.querySelectorAll("[data-camera]").forEach(camera);
