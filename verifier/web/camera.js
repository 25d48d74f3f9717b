// Reading a code with the camera in the page: the browser's own detector where it knows QR codes, else jsQR, which is
// fetched only then.

// Frames are read no faster than a phone decodes without getting warm.
const PAUSE = 120;
// The square in the middle of the picture that is read, in pixels: a code of 53 modules at arm's length.
const SIDE = 720;

let stream;
let running = 0;

// Opens the camera and reads until a code is seen or `close` is called. Gives back the text, or nothing when closed.
// Fails with "refused", "none", "busy" or "insecure".
export async function read(video, ready) {
  const run = ++running;
  if (!navigator.mediaDevices?.getUserMedia) throw new Error("insecure");
  let opened;
  try {
    opened = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (error) {
    throw new Error(fault(error.name));
  }
  if (run !== running) {
    stop(opened);
    return undefined;
  }
  stream = opened;
  video.srcObject = stream;
  await video.play().catch(() => {});
  const detect = await detector(video);
  ready();
  while (run === running) {
    const text = await detect().catch(() => undefined);
    if (text) {
      close();
      return text;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return undefined;
}

export function close() {
  running += 1;
  stop(stream);
  stream = undefined;
}

function stop(some) {
  some?.getTracks().forEach((track) => track.stop());
}

function fault(name) {
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "none";
  return "busy";
}

async function detector(video) {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];
  if (formats.includes("qr_code")) {
    const own = new BarcodeDetector({ formats: ["qr_code"] });
    return async () => (await own.detect(video))[0]?.rawValue;
  }
  await import("./jsqr.js");
  const canvas = document.createElement("canvas");
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  return async () => {
    const whole = Math.min(video.videoWidth, video.videoHeight);
    if (!whole) return undefined;
    const side = Math.min(SIDE, whole);
    canvas.width = canvas.height = side;
    const [left, top] = [(video.videoWidth - whole) / 2, (video.videoHeight - whole) / 2];
    paper.drawImage(video, left, top, whole, whole, 0, 0, side, side);
    const { data } = paper.getImageData(0, 0, side, side);
    // Phones show dark on light: looking for the reverse too would double the work.
    return globalThis.jsQR(data, side, side, { inversionAttempts: "dontInvert" })?.data;
  };
}

function track() {
  return stream?.getVideoTracks()[0];
}

export function hasTorch() {
  return Boolean(track()?.getCapabilities?.().torch);
}

export async function light(on) {
  await track()?.applyConstraints({ advanced: [{ torch: on }] }).catch(() => {});
}
