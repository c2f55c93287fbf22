import { useEffect, useRef, useState } from "react";
import { useWords } from "../../shared/language.ts";
import { attachWords } from "../words-attach.ts";
import { type Agreed, type Taken, takenVoice } from "./attach.ts";

type Props = { readonly agreed: Agreed; readonly onTaken: (taken: Taken) => void };

/** A minute of speech is some 200 kB: what a worker has to say at a door is shorter. */
const SECONDS_AT_MOST = 60;
/** Speech in Opus: clear at 24 kbit/s. */
const BITS_A_SECOND = 24_000;
/** Chrome and Firefox record the first, Safari the second. */
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

type Recording = { readonly recorder: MediaRecorder; readonly stream: MediaStream; readonly from: number };

const silence = ({ stream }: Recording): void => {
  for (const track of stream.getTracks()) track.stop();
};

/** A spoken note: pressed to begin, pressed to end, ended by itself after a minute. */
export function VoiceNote({ agreed, onTaken }: Props) {
  const w = useWords(attachWords);
  const recording = useRef<Recording | null>(null);
  const [seconds, setSeconds] = useState<number | null>(null);
  const [fault, setFault] = useState<"none" | "no-microphone" | "too-large">("none");
  const isOn = seconds !== null;

  // A screen that is left lets go of the microphone.
  useEffect(() => () => void (recording.current && silence(recording.current)), []);
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => {
      const now = recording.current;
      if (now === null) return;
      const passed = Math.floor((performance.now() - now.from) / 1000);
      setSeconds(passed);
      if (passed >= SECONDS_AT_MOST && now.recorder.state === "recording") now.recorder.stop();
    }, 250);
    return () => clearInterval(timer);
  }, [isOn]);

  const onStart = async () => {
    setFault("none");
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
      const recorder = new MediaRecorder(stream, {
        audioBitsPerSecond: BITS_A_SECOND,
        ...(mimeType === undefined ? {} : { mimeType }),
      });
      const parts: Blob[] = [];
      const begun: Recording = { recorder, stream, from: performance.now() };
      recorder.ondataavailable = ({ data }) => void parts.push(data);
      recorder.onstop = () => void onStop(begun, parts);
      recorder.start();
      recording.current = begun;
      setSeconds(0);
    } catch {
      setFault("no-microphone");
    }
  };
  const onStop = async (ended: Recording, parts: readonly Blob[]) => {
    silence(ended);
    recording.current = null;
    setSeconds(null);
    const long = Math.max(1, Math.round((performance.now() - ended.from) / 1000));
    const taken = await takenVoice(new Blob([...parts], { type: ended.recorder.mimeType }), long, agreed);
    if (taken === null) setFault("too-large");
    else onTaken(taken);
  };
  return (
    <>
      <button
        type="button"
        className={isOn ? "button button-recording" : "button"}
        aria-pressed={isOn}
        onClick={() => (isOn ? recording.current?.recorder.stop() : void onStart())}
      >
        {isOn ? w.stop(seconds) : w.record}
      </button>
      {fault !== "none" && (
        <p className="form-fault" role="alert">
          {fault === "too-large" ? w.recordTooLarge : w.recordFault}
        </p>
      )}
    </>
  );
}
