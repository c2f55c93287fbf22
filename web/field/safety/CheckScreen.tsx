import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { checkMyself, showMine } from "#capabilities/safety/contract.ts";
import { SYMPTOMS, type Symptom } from "#capabilities/visits/rules/answers.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { ManyOf, OneOf } from "../parts/Choices.tsx";
import { Keypad } from "../parts/Keypad.tsx";
import { tenthsOf } from "../parts/temperature.ts";
import { paths } from "../paths.ts";
import { give, useGiven } from "../store/give.ts";
import { reportWords } from "../words-report.ts";
import { safetyWords } from "./words.ts";

const LOOK_EVERY_MS = 5_000;
const YES_NO = ["yes", "no"] as const;

/** Three taps and two chips; what is known from the reports is not asked. */
export function CheckScreen() {
  const w = useWords(safetyWords);
  const { symptom, symptoms: label } = useWords(reportWords);
  const [temperature, setTemperature] = useState("");
  const [symptoms, setSymptoms] = useState<readonly Symptom[]>([]);
  const [isProtected, setProtected] = useState<"yes" | "no" | null>(null);
  const tenths = tenthsOf(temperature);
  const isTaken = tenths !== null && tenths >= 340 && tenths <= 425;
  const onSend = async () => {
    if (!isTaken || isProtected === null) return;
    await give(checkMyself, {
      temperatureTenths: tenths,
      symptoms: [...symptoms],
      isProtected: isProtected === "yes",
    });
    setTemperature("");
    setSymptoms([]);
    setProtected(null);
    window.scrollTo(0, 0);
  };
  return (
    <>
      <Bar title={w.check} back={paths.section("safety")} />
      <Known />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        <p className="quiet">{w.checkLead}</p>
        <Keypad value={temperature} onChange={setTemperature} />
        <ManyOf
          label={label}
          options={SYMPTOMS}
          words={symptom}
          value={symptoms}
          onChange={setSymptoms}
          none={w.none}
        />
        <OneOf label={w.protected} options={YES_NO} words={w.protectedIs} value={isProtected} onChange={setProtected} />
      </form>
      <div className="dock">
        <button
          type="button"
          className="button button-main"
          disabled={!isTaken || isProtected === null}
          onClick={() => void onSend()}
        >
          {w.send}
        </button>
      </div>
    </>
  );
}

function Known() {
  const w = useWords(safetyWords);
  const { count, time } = useFormat();
  const isWaiting = useGiven(checkMyself).length > 0;
  const { data } = useQuery({ ...query(showMine, {}), refetchInterval: LOOK_EVERY_MS, retry: false });
  if (data === undefined && !isWaiting) return null;
  return (
    <section className="panel" aria-label={w.check} role="status">
      {isWaiting && <p>{w.checkWaits}</p>}
      {data?.check != null && <p>{w.checkDone(time(data.check.checkedAt), w.outcome[data.check.outcome])}</p>}
      {data !== undefined && <p className="quiet">{w.contacts(count(data.contacts))}</p>}
      {data?.rest != null && (
        <p>
          {data.rest.state === "resting" ? w.resting : w.restProposed}
          {data.rest.substitute !== null && ` · ${w.substitute(data.rest.substitute)}`}
        </p>
      )}
    </section>
  );
}
