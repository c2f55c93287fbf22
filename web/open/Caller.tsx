import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import { listNames } from "#capabilities/places/contract.ts";
import { checkCaller } from "#capabilities/safety/contract.ts";
import { CODE_LENGTH } from "#kernel/places.ts";
import { query, send } from "../shared/api.ts";
import { useWords } from "../shared/language.ts";
import { useSentence } from "../shared/states.tsx";
import { words as common } from "../shared/words.ts";
import { words } from "./words.ts";

type Answer = z.output<(typeof checkCaller)["result"]>;

/** Whoever stands at the door or writes shows six digits: here anybody sees whose they are, or whom to ring. */
export function Caller() {
  const w = useWords(words);
  const sentence = useSentence();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [number, setNumber] = useState("");
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const place = chosen.find((code) => code.length === CODE_LENGTH.township);
  const isWhole = place !== undefined && /^\d{6}$/.test(number);
  const onCheck = async () => {
    if (place === undefined) return;
    setAnswer(null);
    setFault(null);
    try {
      setAnswer(await send(checkCaller, {}, { place, number }));
    } catch (error) {
      setFault(sentence(error));
    }
  };
  return (
    <section aria-labelledby="caller">
      <h2 id="caller">{w.caller}</h2>
      <p>{w.callerLead}</p>
      <form
        className="caller"
        onSubmit={(event) => {
          event.preventDefault();
          void onCheck();
        }}
      >
        {[undefined, ...chosen].slice(0, w.callerSteps.length).map((at, step) => (
          <Step
            key={at ?? "home"}
            label={w.callerSteps[step] ?? ""}
            at={at}
            value={chosen[step] ?? ""}
            onChange={(code) => setChosen([...chosen.slice(0, step), code])}
          />
        ))}
        <label className="field">
          <span>{w.callerNumber}</span>
          <input
            className="input"
            inputMode="numeric"
            autoComplete="off"
            maxLength={6}
            value={number}
            onChange={({ target }) => setNumber(target.value.trim())}
          />
        </label>
        <button type="submit" className="button button-main" disabled={!isWhole}>
          {w.callerCheck}
        </button>
      </form>
      <div role="status">{answer !== null && <Said answer={answer} />}</div>
      {fault !== null && <p role="alert">{fault}</p>}
    </section>
  );
}

type StepProps = {
  readonly label: string;
  /** The place whose parts are chosen among; absent: the province of this platform. */
  readonly at: string | undefined;
  readonly value: string;
  readonly onChange: (code: string) => void;
};

function Step({ label, at, value, onChange }: StepProps) {
  const { callerChoose } = useWords(words);
  const home = useQuery(query(listNames, {})).data?.home;
  const asked = useQuery({ ...query(listNames, { at: at ?? home ?? "" }), enabled: home !== undefined });
  return (
    <label className="field">
      <span>{label}</span>
      <select className="input" value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="" disabled>
          {callerChoose}
        </option>
        {asked.data?.items.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Said({ answer: { worker, line } }: { readonly answer: Answer }) {
  const w = useWords(words);
  const { role } = useWords(common);
  const ring = line === null ? w.callerRing110 : w.callerRing(line.name, line.phone);
  if (worker === null)
    return (
      <p className="caller-said caller-no">
        <strong>{w.callerNo}</strong> {ring}
      </p>
    );
  return (
    <p className="caller-said caller-yes">
      <strong>{w.callerYes}</strong> {`${worker.name} · ${role[worker.role]} · ${worker.placeNames.join(" ")}`}
    </p>
  );
}
