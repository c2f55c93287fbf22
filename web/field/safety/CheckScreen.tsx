import { useQuery } from "@tanstack/react-query";
import { checkMyself, showMine } from "#capabilities/safety/contract.ts";
import { SYMPTOMS, type Symptom } from "#capabilities/visits/rules/answers.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { ManyOf, OneOf } from "../parts/Choices.tsx";
import { Keypad } from "../parts/Keypad.tsx";
import { useMendedForm } from "../parts/kept-form.ts";
import { tenthsOf } from "../parts/temperature.ts";
import { paths } from "../paths.ts";
import { give, useGiven } from "../store/give.ts";
import { reportWords } from "../words-report.ts";
import { safetyWords } from "./words.ts";

const LOOK_EVERY_MS = 5_000;
const YES_NO = ["yes", "no"] as const;

type Check = {
  readonly temperature: string;
  readonly symptoms: readonly Symptom[];
  readonly isProtected: "yes" | "no" | null;
};
const UNCHECKED: Check = { temperature: "", symptoms: [], isProtected: null };

/** Three taps and two chips; what is known from the reports is not asked. */
export function CheckScreen() {
  const w = useWords(safetyWords);
  const { symptom, symptoms: label } = useWords(reportWords);
  const [form, change, clear] = useMendedForm<Check, typeof checkMyself.body>("self-check", UNCHECKED, {
    command: checkMyself,
    typed: ({ temperatureTenths, symptoms, isProtected }) => ({
      ...{ temperature: (temperatureTenths / 10).toFixed(1), symptoms },
      isProtected: isProtected ? "yes" : "no",
    }),
  });
  const { temperature, symptoms, isProtected } = form;
  const tenths = tenthsOf(temperature);
  const isTaken = tenths !== null && tenths >= 340 && tenths <= 425;
  const onSend = async () => {
    if (!isTaken || isProtected === null) return;
    await give(checkMyself, {
      temperatureTenths: tenths,
      symptoms: [...symptoms],
      isProtected: isProtected === "yes",
    });
    clear();
    window.scrollTo(0, 0);
  };
  return (
    <>
      <Bar title={w.check} back={paths.section("safety")} />
      <Known />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        <p className="quiet">{w.checkLead}</p>
        <Keypad value={temperature} onChange={(text) => change({ temperature: text })} />
        <ManyOf
          label={label}
          options={SYMPTOMS}
          words={symptom}
          value={symptoms}
          onChange={(all) => change({ symptoms: all })}
          none={w.none}
        />
        <OneOf
          label={w.protected}
          options={YES_NO}
          words={w.protectedIs}
          value={isProtected}
          onChange={(is) => change({ isProtected: is })}
        />
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
