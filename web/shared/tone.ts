/** A tone without a sound file. A browser that has not been touched yet keeps silent; what is seen is there all the same. */
const TONE_HZ = 880;
const TONE_S = 0.4;

export function tone(): void {
  if (typeof AudioContext === "undefined") return;
  const audio = new AudioContext();
  const source = audio.createOscillator();
  source.frequency.value = TONE_HZ;
  source.connect(audio.destination);
  source.onended = () => void audio.close();
  source.start();
  source.stop(audio.currentTime + TONE_S);
}
