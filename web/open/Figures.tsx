import { useSuspenseQuery } from "@tanstack/react-query";
import { showStatistics } from "#capabilities/statistics/contract.ts";
import { CODE_COLOURS } from "#kernel/colours.ts";
import { query } from "../shared/api.ts";
import { ColourMark } from "../shared/ColourMark.tsx";
import { useFormat } from "../shared/format.ts";
import { useWords } from "../shared/language.ts";
import { Count } from "./Count.tsx";
import { words } from "./words.ts";

const EVERY_MINUTE = 60_000;

export function Figures() {
  const { data } = useSuspenseQuery({ ...query(showStatistics, {}), refetchInterval: EVERY_MINUTE });
  const text = useWords(words);
  const format = useFormat();
  if (data.asOf === null || data.province === null) {
    return (
      <section aria-labelledby="figures">
        <h2 id="figures">{text.figures}</h2>
        <p className="quiet">{text.noFigures}</p>
      </section>
    );
  }
  return (
    <section aria-labelledby="figures">
      <h2 id="figures">{text.figures}</h2>
      <p>{text.asOf(format.moment(data.asOf))}</p>
      <dl className="open-tiles">
        <Tile
          name={text.medianHours}
          value={data.medianHoursRestricted === null ? "–" : text.hours(format.count(data.medianHoursRestricted))}
        />
        <Tile name={text.holdsOpen} value={format.count(data.holdsOpen)} />
        <Tile name={text.scans} value={format.count(data.scansToday)} />
        <Tile name={text.handTyped} value={format.count(data.handTyped.reduce((sum, day) => sum + day.count, 0))} />
      </dl>
      <p className="quiet">{text.handTypedLead}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a phone the table scrolls, by keyboard too. */}
      <section className="open-scroll" aria-label={text.byPlace} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.place}</th>
              {CODE_COLOURS.map((colour) => (
                <th key={colour} scope="col">
                  <ColourMark colour={colour} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[data.province, ...data.cities].map((row) => (
              <tr key={row.place}>
                <th scope="row">{row.name}</th>
                {CODE_COLOURS.map((colour) => (
                  <td key={colour}>
                    <Count of={row.byColour[colour]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="quiet">{text.suppressed}</p>
    </section>
  );
}

const Tile = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
