import { useEffect, useState } from "react";
import { v7 } from "uuid";
import type { Symptom } from "#capabilities/declarations/rules/kinds.ts";
import { checkMyself } from "#capabilities/observation/contract-mine.ts";
import { instant } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { observationWords } from "../../shared/observation-words.ts";
import { Unreachable } from "../../shared/refusal.ts";
import { type Answers, tenthsOf } from "../declare/answers.ts";
import { SymptomQuestion } from "../declare/Steps.tsx";
import { TextField } from "../parts/fields.tsx";
import { Refused, useDeed } from "../parts/states.tsx";
import { act } from "../store/ask.ts";
import { platformNow } from "../store/clock.ts";
import { keepDraft, readLocal } from "../store/local.ts";
import { declareWords } from "../words-declare.ts";
import type { OfMine } from "./of-mine.ts";
import { observedWords } from "./words.ts";

type Waiting = {
  readonly id: string;
  readonly temperatureTenths: number;
  readonly symptoms: readonly Symptom[];
  /** By this phone's own clock: it counts for the window in which it was taken, whenever it is sent. */
  readonly madeAt?: string;
};
type Said = { readonly is: "sent" | "later"; readonly needsDoctor: boolean };

/** Today's two checks, and the one to take now. Without a network it waits on the phone under the same id. */
export function Today({ of, again }: OfMine) {
  const w = useWords(observedWords);
  const { window } = useWords(observationWords);
  const { time } = useFormat();
  const [said, setSaid] = useState<Said | null>(null);
  const name = `observation-check/${of.id}`;
  const sending = useDeed(async (given: Waiting) => {
    await keepDraft(name, given);
    try {
      const clockOffsetMs = Math.round(platformNow() - Date.now());
      const body = { ...given, symptoms: [...given.symptoms], clockOffsetMs };
      const { needsDoctor } = await act(checkMyself, { id: of.id }, body);
      await keepDraft(name, null);
      setSaid({ is: "sent", needsDoctor });
      await again();
    } catch (error) {
      if (!(error instanceof Unreachable)) {
        await keepDraft(name, null);
        throw error;
      }
      setSaid({ is: "later", needsDoctor: false });
    }
  });
  const { run } = sending;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once at opening, and whenever the network comes back.
  useEffect(() => {
    const resend = () => {
      const waiting = readLocal().drafts[name] as Waiting | undefined;
      if (waiting !== undefined) run(waiting);
    };
    resend();
    addEventListener("online", resend);
    return () => removeEventListener("online", resend);
  }, [name]);
  const now = platformNow();
  const isOwed = of.today.some(({ isTaken, opensAt }) => !isTaken && instant(opensAt) <= now);
  return (
    <section className="card" aria-label={w.today}>
      <h2>{w.today}</h2>
      {of.today.length === 0 && <p className="quiet">{w.noneToday}</p>}
      <ul className="observed-list">
        {of.today.map((one) => (
          <li key={one.window}>
            <strong>{window[one.window]}</strong>
            {` ${one.isTaken ? w.todayDone : w.open(time(one.opensAt), time(one.closesAt))}`}
          </li>
        ))}
      </ul>
      {said !== null && (
        <p className="notice" role="status">
          {said.is === "sent" ? w.sent : w.later}
        </p>
      )}
      {said?.needsDoctor === true && (
        <p className="notice notice-warning" role="alert">
          {w.needsDoctor(of.abnormalMinutes)}
        </p>
      )}
      {(isOwed || said === null) && said?.is !== "later" && <Form isBusy={sending.isBusy} onGiven={run} />}
      <Refused error={sending.error} />
    </section>
  );
}

function Form({ isBusy, onGiven }: { readonly isBusy: boolean; readonly onGiven: (given: Waiting) => void }) {
  const w = useWords(observedWords);
  const { needed } = useWords(declareWords);
  const [temperature, setTemperature] = useState("");
  const [health, setHealth] = useState<Answers>({});
  const [isTried, setTried] = useState(false);
  const tenths = tenthsOf(temperature);
  const isWrong = tenths === null || Number.isNaN(tenths) || tenths < 340 || tenths > 430;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isWrong || tenths === null || health.hasSymptoms === undefined) return;
        const madeAt = new Date().toISOString();
        onGiven({ id: v7(), temperatureTenths: tenths, symptoms: health.symptoms ?? [], madeAt });
      }}
    >
      <TextField
        label={w.temperature}
        inputMode="decimal"
        maxLength={4}
        value={temperature}
        onChange={setTemperature}
        wrong={isTried && isWrong ? w.temperatureWrong : null}
      />
      <SymptomQuestion
        answers={health}
        set={(change) => setHealth({ ...health, ...change })}
        wrong={isTried && health.hasSymptoms === undefined ? needed.symptoms : null}
      />
      <button type="submit" className="button button-main" disabled={isBusy}>
        {w.send}
      </button>
    </form>
  );
}
