// What each answer looks and sounds like. The words are in words.js, the drawings in index.html, the colours in page.css.
//
// Three kinds, told apart without colour and without reading: yes (a sun), no (an octagon), wait (a triangle). A clock
// that is wrong, a key that is new or a network that is missing is never a no: the card may well be good.

// kind, cause (a drawing), notes as [hertz, milliseconds].
const yes = [[660, 90], [990, 170]];
export const FACES = {
  "valid": { kind: "yes", cause: "", notes: yes },
  "valid-offline": { kind: "yes", cause: "offline", notes: [...yes, [990, 90]] },
  "expired": { kind: "no", cause: "expired", notes: [[247, 160], [196, 320]] },
  "revoked": { kind: "no", cause: "revoked", notes: [[165, 160], [165, 160], [165, 320]] },
  "stale": { kind: "no", cause: "stale", notes: [[294, 140], [208, 320]] },
  "replayed": { kind: "no", cause: "replayed", notes: [[294, 120], [208, 120], [294, 120], [208, 260]] },
  "forged": { kind: "no", cause: "forged", notes: [[139, 500]] },
  "other-territory": { kind: "no", cause: "other-territory", notes: [[247, 160], [262, 260]] },
  "not-a-card": { kind: "no", cause: "not-a-card", notes: [[220, 260]] },
  "not-yet-valid": { kind: "wait", cause: "not-yet-valid", notes: [[523, 120], [440, 120], [523, 200]] },
  "clock-wrong": { kind: "wait", cause: "clock-wrong", notes: [[523, 80], [523, 80], [523, 80]] },
  "unknown-key": { kind: "wait", cause: "unknown-key", notes: [[440, 120], [554, 200]] },
  "needs-network": { kind: "wait", cause: "needs-network", notes: [[494, 160], [494, 240]] },
  // Nothing to verify with: the page's very first visit broke off.
  "no-data": { kind: "wait", cause: "no-data", notes: [[494, 300]] },
};

const TREMBLING = { yes: [60], no: [200, 80, 200], wait: [60, 60, 60, 60, 60] };

let speaker;

// Plays and trembles; a browser that wants a touch first stays silent.
export function sound(verdict, on) {
  if (navigator.userActivation?.hasBeenActive === false) return;
  const face = FACES[verdict];
  navigator.vibrate?.(TREMBLING[face.kind]);
  const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;
  if (!on || !Context) return;
  speaker ??= new Context();
  speaker.resume?.();
  let at = speaker.currentTime + 0.02;
  for (const [hertz, milliseconds] of face.notes) {
    const end = at + milliseconds / 1000;
    const tone = speaker.createOscillator();
    const volume = speaker.createGain();
    tone.type = { yes: "sine", no: "sawtooth", wait: "triangle" }[face.kind];
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(face.kind === "no" ? 0.12 : 0.25, at + 0.01);
    volume.gain.linearRampToValueAtTime(0, end);
    tone.connect(volume).connect(speaker.destination);
    tone.start(at);
    tone.stop(end);
    at = end + 0.03;
  }
}
