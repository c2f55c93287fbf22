import type { Brief, CaseLine } from "#capabilities/brief/contract.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Nothing } from "../../shared/states.tsx";
import { Panel, Pill } from "../kit/Panel.tsx";
import { type Column, Table } from "../kit/Table.tsx";
import { paths } from "../shell/paths.ts";
import { words } from "./words.ts";

/** Days without a new case in words: the record may begin after the last one. */
function useDays(): (line: CaseLine) => string {
  const { days, atLeast, never } = useWords(words);
  const { count } = useFormat();
  return ({ daysWithoutNew, isAtLeast }) => {
    if (daysWithoutNew === null) return never;
    return isAtLeast ? atLeast(count(daysWithoutNew)) : days(count(daysWithoutNew));
  };
}

export function CaseTiles({ line }: { readonly line: CaseLine | null }) {
  const word = useWords(words);
  const format = useFormat();
  const days = useDays();
  if (line === null) return <Nothing>{word.noCases}</Nothing>;
  const tiles = [
    [word.confirmed, format.count(line.confirmed)],
    [word.newConfirmed, line.newConfirmed === null ? "—" : format.count(line.newConfirmed)],
    [word.cured, format.count(line.cured)],
    [word.dead, format.count(line.dead)],
  ] as const;
  return (
    <div className="tiles">
      <div className="tile tile-main">
        <span className="tile-name">{word.daysWithout}</span>
        <span className="tile-value">{days(line)}</span>
        <span className="tile-note">{word.reportedOn(format.day(line.reportedOn))}</span>
      </div>
      {tiles.map(([name, value]) => (
        <div key={name} className="tile">
          <span className="tile-name">{name}</span>
          <span className="tile-value">{value}</span>
        </div>
      ))}
    </div>
  );
}

type BelowProps = { readonly cases: Brief["cases"]; readonly day: string; readonly area: string };

export function CasesBelow({ cases, day, area }: BelowProps) {
  const word = useWords(words);
  const format = useFormat();
  const language = useLanguage();
  const days = useDays();
  const most = Math.max(1, ...cases.below.map(({ confirmed }) => confirmed));
  const columns: Column<CaseLine>[] = [
    {
      key: "place",
      title: word.place,
      cell: ({ place, name }) => (place.startsWith(area) ? <a href={paths.brief(place, day)}>{name}</a> : name),
    },
    { key: "confirmed", title: word.confirmed, isNumber: true, cell: ({ confirmed }) => format.count(confirmed) },
    {
      key: "bar",
      title: word.share,
      width: "24%",
      cell: ({ confirmed }) => (
        <span className="bar" aria-hidden="true">
          <i className="bar-accepted" style={{ width: `${(confirmed / most) * 100}%` }} />
        </span>
      ),
    },
    {
      key: "new",
      title: word.newConfirmed,
      isNumber: true,
      cell: ({ newConfirmed }) =>
        newConfirmed === null || newConfirmed === 0 ? (
          (newConfirmed ?? "—")
        ) : (
          <Pill tone="warning">{format.change(newConfirmed)}</Pill>
        ),
    },
    { key: "cured", title: word.cured, isNumber: true, cell: ({ cured }) => format.count(cured) },
    { key: "days", title: word.daysWithout, isNumber: true, cell: days },
  ];
  return (
    <Panel title={word.casesBelow}>
      <Table
        caption={word.casesBelow}
        columns={columns}
        rows={cases.below}
        keyOf={({ place }) => place}
        nothing={word.noCases}
      />
      {cases.remarks.length > 0 && (
        <details className="remarks">
          <summary>{`${word.remarks} (${format.count(cases.remarks.length)})`}</summary>
          <ul>
            {cases.remarks.map((remark) => (
              <li key={`${remark.kind} ${remark.place} ${remark.day}`}>{remark[language]}</li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}
