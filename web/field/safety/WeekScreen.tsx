import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { giveKey, showMine, takeKeyBack } from "#capabilities/safety/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useSentence } from "../../shared/states.tsx";
import { Bar } from "../parts/Bar.tsx";
import { paths } from "../paths.ts";
import { safetyWords } from "./words.ts";

/** From so many days without a break on, rest is spoken of. */
const REST_AFTER_DAYS = 6;

/** What a week amounts to, with thanks; hours beyond hours; for the worker's own eyes. */
export function WeekScreen() {
  const w = useWords(safetyWords);
  const { count, day: dayText } = useFormat();
  const { data } = useQuery({ ...query(showMine, {}), retry: false });
  const sum = (of: "doors" | "servicesDone") => count(data?.days.reduce((all, one) => all + one[of], 0) ?? 0);
  return (
    <>
      <Bar title={w.week} back={paths.section("safety")} />
      {data === undefined ? (
        <p className="empty">{w.online}</p>
      ) : (
        <>
          <section className="panel" aria-label={w.week}>
            <p>{w.thanks(sum("doors"), sum("servicesDone"))}</p>
            {data.daysOn >= REST_AFTER_DAYS && <p>{w.restSoon(data.daysOn)}</p>}
            <table className="week">
              <thead>
                <tr>
                  <th scope="col">{w.day}</th>
                  <th scope="col">{w.doors}</th>
                  <th scope="col">{w.services}</th>
                  <th scope="col">{w.outside}</th>
                </tr>
              </thead>
              <tbody>
                {data.days.map((one) => (
                  <tr key={one.day}>
                    <th scope="row">{dayText(one.day)}</th>
                    <td>{count(one.doors)}</td>
                    <td>{count(one.servicesDone)}</td>
                    <td>{w.halfHours(one.outsideHalfHours)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p className="quiet">{w.weekLead}</p>
          </section>
          <Consent hasKey={data.hasKey} />
        </>
      )}
    </>
  );
}

/** Counted only with consent; taken back as easily. */
function Consent({ hasKey }: { readonly hasKey: boolean }) {
  const w = useWords(safetyWords);
  const queries = useQueryClient();
  const sentence = useSentence();
  const [number, setNumber] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const say = async (said: () => Promise<unknown>) => {
    try {
      await said();
      setFault(null);
      setNumber("");
      await queries.invalidateQueries({ queryKey: query(showMine, {}).queryKey });
    } catch (error) {
      setFault(sentence(error));
    }
  };
  return (
    <section className="panel" aria-label={w.key}>
      <h2>{w.key}</h2>
      <p className="quiet">{w.keyLead}</p>
      {hasKey ? (
        <>
          <p>{w.keyHas}</p>
          <button
            type="button"
            className="button button-wide"
            onClick={() => void say(() => send(takeKeyBack, {}, {}))}
          >
            {w.keyBack}
          </button>
        </>
      ) : (
        <form className="stack" onSubmit={(event) => event.preventDefault()}>
          <label className="field">
            <span>{w.keyNumber}</span>
            <input
              className="input"
              autoComplete="off"
              maxLength={18}
              value={number}
              onChange={({ target }) => setNumber(target.value.trim())}
            />
          </label>
          <button
            type="submit"
            className="button button-wide"
            disabled={number.length < 15}
            onClick={() => void say(() => send(giveKey, {}, { idType: "111", idNumber: number }))}
          >
            {w.keyGive}
          </button>
        </form>
      )}
      {fault !== null && (
        <p className="form-fault" role="alert">
          {fault}
        </p>
      )}
    </section>
  );
}
