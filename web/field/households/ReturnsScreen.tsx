import { useQuery } from "@tanstack/react-query";
import { listReturns } from "#capabilities/facts/contract.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { useLocal } from "../store/local.ts";
import { at } from "./places.ts";
import { registerWords } from "./words.ts";

/** For each record that I collected: the form, report, list or figure in which it was used. */
export function ReturnsScreen() {
  const w = useWords(registerWords);
  const language = useLanguage();
  const format = useFormat();
  const isReached = useLocal((local) => local.isReached);
  const { data } = useQuery({ ...query(listReturns, {}), enabled: isReached === true });
  return (
    <>
      <Bar title={w.returnsTitle} back={at.search} />
      <div className="pad">
        <p role="status">{data === undefined ? w.returnsOffline : w.returnsTally(data.collected, data.used)}</p>
        {data?.uses.length === 0 && <p className="quiet">{w.returnsNone}</p>}
      </div>
      <ul className="entries">
        {data?.uses.map((one) => (
          <li key={`${one.usedKind}/${one.usedId}/${one.recordKind}`} className="entry">
            <strong>{w.usedFor(w.usedKind[one.usedKind], one.title[language])}</strong>
            <span className="quiet">{`${w.records(one.records)} · ${format.moment(one.at)}`}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
