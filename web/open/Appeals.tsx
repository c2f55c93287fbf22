import { useSuspenseQuery } from "@tanstack/react-query";
import { showStatistics } from "#capabilities/appeals/contract.ts";
import { query } from "../shared/api.ts";
import { useFormat } from "../shared/format.ts";
import { useLanguage, useWords } from "../shared/language.ts";
import { Count } from "./Count.tsx";
import { words } from "./words.ts";

/** How appeals ended, by month and by the reason that was disputed. */
export function Appeals() {
  const { data } = useSuspenseQuery(query(showStatistics, {}));
  const text = useWords(words);
  const language = useLanguage();
  const format = useFormat();
  const countOf = (of: number | "small" | "hidden" | null) => (typeof of === "number" ? format.count(of) : "<10");
  return (
    <section aria-labelledby="appeals">
      <h2 id="appeals">{text.appeals}</h2>
      <p>{text.appealsLead}</p>
      {data.months.length === 0 && <p className="quiet">{text.noAppeals}</p>}
      {data.months.map(({ month, rows, filed, upheldShare, medianHours }) => (
        <section key={month} aria-label={`${text.appeals} ${month}`}>
          <h3 className="open-sub">{month}</h3>
          <p>
            {text.monthSum(
              countOf(filed),
              upheldShare === null ? "–" : format.share(upheldShare),
              medianHours === null ? "–" : text.hours(format.count(medianHours)),
            )}
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone the table scrolls, by keyboard too. */}
          <section className="open-scroll" aria-label={`${text.rule} ${month}`} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  {[text.rule, text.filed, text.upheld, text.rejected, text.pending].map((title) => (
                    <th key={title} scope="col">
                      {title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.rule}>
                    <th scope="row">{row.name[language]}</th>
                    {[row.filed, row.upheld, row.rejected, row.waiting].map((count, at) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: the columns are fixed.
                      <td key={at}>
                        <Count of={count} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </section>
      ))}
    </section>
  );
}
