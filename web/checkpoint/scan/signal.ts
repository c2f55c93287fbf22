/** Sound and vibration: the volunteer looks at the person, not at the screen. No sound file, no network. */
import type { Outcome } from "#capabilities/checkpoints/rules/gate.ts";

/** Each outcome sounds different without looking: [hertz, milliseconds] in a row. */
const TUNES: Readonly<Record<Outcome, readonly (readonly [number, number])[]>> = {
  pass: [[1320, 120]],
  ask: [
    [880, 120],
    [880, 120],
  ],
  "cannot-verify": [
    [660, 120],
    [880, 120],
  ],
  stop: [
    [330, 260],
    [330, 260],
    [330, 260],
  ],
};
const GAP_MS = 60;
const VIBRATION: Readonly<Record<Outcome, readonly number[]>> = {
  pass: [60],
  ask: [60, 60, 60],
  "cannot-verify": [120],
  stop: [300, 100, 300],
};

let context: AudioContext | null = null;

/** Sounds and shakes, when the phone can and the volunteer wishes. */
export function signal(outcome: Outcome, isQuiet: boolean): void {
  navigator.vibrate?.([...VIBRATION[outcome]]);
  if (isQuiet || typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  let at = context.currentTime;
  for (const [hertz, ms] of TUNES[outcome]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = hertz;
    volume.gain.value = 0.3;
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + ms / 1000);
    at += (ms + GAP_MS) / 1000;
  }
}
