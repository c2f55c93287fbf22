import { useCallback, useEffect, useRef, useState } from "react";
import { v7 } from "uuid";
import { ageOf } from "#capabilities/credentials/rules/change-list.ts";
import { type CameraState, startCamera } from "../../shared/camera.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Answer } from "../parts/Answer.tsx";
import { signal } from "../scan/signal.ts";
import { verifyText } from "../scan/verify.ts";
import { toldOf } from "../store/acts.ts";
import { platformNow } from "../store/clock.ts";
import { go, here, setHere, useLocal } from "../store/local.ts";
import { words } from "../words.ts";

/** The same code held on for a moment is one person. */
const SAME_FOR_MS = 4_000;

let last = { text: "", at: 0 };

/** A text from the camera while nobody stands before the volunteer. */
async function onText(text: string): Promise<void> {
  if (here().person !== null || (text === last.text && Date.now() - last.at < SAME_FOR_MS)) return;
  last = { text, at: Date.now() };
  const startedAt = performance.now();
  const reading = await verifyText(text);
  // Read by bench/checkpoint-web.ts; nothing of the code is in it.
  performance.measure("verify", { start: startedAt });
  if (here().person !== null) return;
  const person = { id: v7(), at: Date.now(), reading, card: null };
  setHere({ person });
  signal(toldOf(person, null).outcome, here().kept.isQuiet === true);
}

/** The whole work on one screen: the camera, the answer, the thermometer. */
export function Gate() {
  const w = useWords(words);
  const person = useLocal((local) => local.person);
  const [camera, setCamera] = useState<CameraState>("starting");
  const stopCamera = useRef<(() => void) | null>(null);
  const start = useCallback((video: HTMLVideoElement | null) => {
    stopCamera.current?.();
    stopCamera.current =
      video === null ? null : startCamera(video, { text: (text) => void onText(text), state: setCamera }).stop;
  }, []);
  return (
    <main className={`gate${person === null ? "" : " gate-answer"}`}>
      <GateHead />
      <div className="camera">
        <video ref={start} muted playsInline aria-label={w.aim} />
        <p className="camera-word" role="status">
          {camera === "on"
            ? w.aim
            : camera === "starting"
              ? w.cameraStarting
              : camera === "refused"
                ? w.cameraRefused
                : w.cameraNone}
        </p>
      </div>
      {person === null ? <GateActs /> : <Answer key={person.id} person={person} />}
    </main>
  );
}

/** The age of the list, looked at every ten seconds. */
function useListAge(): number | null {
  const changes = useLocal((local) => local.kept.changes);
  const [now, setNow] = useState(() => platformNow());
  useEffect(() => {
    const timer = setInterval(() => setNow(platformNow()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return changes === undefined ? null : Math.floor(ageOf(changes, now) / 60_000);
}

function GateHead() {
  const w = useWords(words);
  const language = useLanguage();
  const shift = useLocal((local) => local.kept.shift);
  const kit = useLocal((local) => local.kept.kit);
  const tally = useLocal((local) => local.kept.tally);
  const unsent = useLocal((local) => local.outbox.length);
  const isReached = useLocal((local) => local.isReached);
  const note = useLocal((local) => local.note);
  const age = useListAge();
  const checkpoint = kit?.checkpoints.find((one) => one.id === shift?.checkpointId);
  const today = platformNow();
  const banner = kit?.banners
    .filter(
      (one) =>
        checkpoint?.place.startsWith(one.county) === true && Date.parse(`${one.validOn}T00:00:00+08:00`) <= today,
    )
    .sort((one, other) => other.version - one.version)[0];
  return (
    <header className="gate-head">
      <button type="button" className="gate-shield" onClick={() => go("alarm")}>
        <span className="visually-hidden">{w.alarmTitle}</span>
        <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
          <path d="M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z" />
        </svg>
      </button>
      <h1>{`${checkpoint?.name ?? w.title} · ${w.lane(shift?.lane ?? 1)}`}</h1>
      <p className="gate-state">
        <span className={isReached === false ? "dot dot-off" : "dot"} aria-hidden="true" />
        {`${isReached === false ? w.offline : w.online} · ${unsent === 0 ? w.allSent : w.unsent(unsent)} · `}
        {age === null ? w.noList : w.asOf(w.listAge(age))}
        {` · ${w.peopleToday(tally?.people ?? 0)}`}
      </p>
      {banner !== undefined && (
        <p className="banner">
          <strong>{w.ruleOfDay}</strong> {banner[language]}
        </p>
      )}
      {note !== null && (
        <p className="note" role="status">
          {note}
        </p>
      )}
    </header>
  );
}

function GateActs() {
  const w = useWords(words);
  const rests = useLocal((local) => local.kept.rests?.length ?? 0);
  return (
    <nav className="gate-acts" aria-label={w.more}>
      {rests > 0 && (
        <button type="button" className="act act-alarm" onClick={() => go("rests")}>
          {w.rests(rests)}
        </button>
      )}
      <button type="button" className="act" onClick={() => go("manual")}>
        {w.manual}
      </button>
      <button type="button" className="act" onClick={() => go("visitor")}>
        {w.visitor}
      </button>
      <button type="button" className="act" onClick={() => go("vehicle")}>
        {w.vehicle}
      </button>
      <button type="button" className="act" onClick={() => go("more")}>
        {w.more}
      </button>
    </nav>
  );
}
