import { useSuspenseQuery } from "@tanstack/react-query";
import { showSafety } from "#capabilities/safety/contract.ts";
import { CANNOT_REASONS } from "#capabilities/tasks/rules/cannot.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { sharedSafetyWords } from "../../shared/safety-words.ts";
import { Fact, Facts } from "../kit/Panel.tsx";
import { safetyWords } from "./words.ts";

/** The workers in sums; nobody is named, nobody is ranked. */
export function Figures({ area }: { readonly area: string }) {
  const w = useWords(safetyWords);
  const { cannot } = useWords(sharedSafetyWords);
  const { count } = useFormat();
  const { data } = useSuspenseQuery({ ...query(showSafety, { area }), refetchInterval: 30_000 });
  return (
    <div className="stack">
      <Facts>
        <Fact name={w.infected}>
          <strong>{count(data.infected)}</strong>
        </Fact>
        <Fact name={w.alarms30}>{count(data.alarms)}</Fact>
        <Fact name={w.withdrawals30}>{count(data.withdrawals)}</Fact>
        <Fact name={w.inTime}>{count(data.answeredInTime)}</Fact>
        <Fact name={w.outside}>
          {data.outsideHalfHours === null ? w.few : w.hours(count(data.outsideHalfHours / 2))}
        </Fact>
      </Facts>
      <p className="quiet">{w.infectedNote(count(data.matched))}</p>
      <h3>{w.refusals}</h3>
      {data.refusals.length === 0 && <p className="quiet">{w.noRefusals}</p>}
      <Facts>
        {CANNOT_REASONS.flatMap((because) => {
          const found = data.refusals.find((one) => one.because === because);
          return found === undefined
            ? []
            : [
                <Fact key={because} name={cannot[because]}>
                  {count(found.count)}
                </Fact>,
              ];
        })}
      </Facts>
    </div>
  );
}
