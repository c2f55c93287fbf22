import type { PlaceFigures } from "#capabilities/rollups/contract.ts";
import { levelOf } from "#kernel/places.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { TierMark } from "../../shared/Tier.tsx";
import { words as common } from "../../shared/words.ts";
import { Panel } from "../kit/Panel.tsx";
import { type Column, Table } from "../kit/Table.tsx";
import { paths } from "../shell/paths.ts";
import { setSearch } from "../shell/router.ts";
import { Grids } from "./Grids.tsx";
import { Bar, BarKey } from "./Steps.tsx";
import { figureOf, listedOf, stepsOf } from "./sums.ts";
import { words } from "./words.ts";

type Props = {
  readonly own: PlaceFigures;
  readonly rows: readonly PlaceFigures[];
  readonly day: string | null;
  readonly at: string | null;
  readonly sort: string;
};

const ORDER: Readonly<Record<string, (row: PlaceFigures) => number>> = {
  overdue: (row) => stepsOf(row.values).overdue,
  open: (row) => stepsOf(row.values).issued - stepsOf(row.values).done,
  toContact: (row) => listedOf(row.values),
};

const sorted = (rows: readonly PlaceFigures[], by: string): readonly PlaceFigures[] => {
  const of = ORDER[by];
  return of ? [...rows].sort((a, b) => of(b) - of(a)) : rows;
};

/** Each place directly below, with its bar; a click goes down one level. */
export function Children({ own, rows, day, at, sort }: Props) {
  const word = useWords(words);
  const { level: levelWord, tier: tierWord } = useWords(common);
  const format = useFormat();
  const level = rows[0] === undefined ? null : levelOf(rows[0].place);
  const columns: Column<PlaceFigures>[] = [
    {
      key: "place",
      title: word.place,
      cell: (row) => <a href={paths.overview(row.place, { day, at })}>{row.name ?? row.place}</a>,
    },
    ...(["red", "yellow", "blue"] as const).map(
      (tier): Column<PlaceFigures> => ({
        key: tier,
        title: (
          <span className="key">
            <TierMark tier={tier} />
            {tierWord[tier]}
          </span>
        ),
        cell: (row) => format.count(listedOf(row.values, [tier])),
        isNumber: true,
      }),
    ),
    { key: "progress", title: word.progress, width: "22%", cell: (row) => <RowBar row={row} /> },
    {
      key: "done",
      title: word.done,
      isNumber: true,
      cell: ({ values }) => {
        const { issued, done } = stepsOf(values);
        return issued === 0 ? "—" : format.share(done / issued);
      },
    },
    {
      key: "overdue",
      title: word.overdue,
      isNumber: true,
      cell: ({ values }) => {
        const { overdue } = stepsOf(values);
        return <span className={overdue > 0 ? "number-late" : undefined}>{format.count(overdue)}</span>;
      },
    },
    {
      key: "households",
      title: word.households,
      isNumber: true,
      cell: (row) => format.count(figureOf(row.values, "visit.household")),
    },
    {
      key: "on-duty",
      title: word.onDuty,
      isNumber: true,
      cell: (row) => format.count(figureOf(row.standing, "worker.on-duty")),
    },
    {
      key: "coverage",
      title: word.reach,
      isNumber: true,
      cell: ({ coverage }) => (coverage.permille === null ? "—" : format.share(coverage.permille / 1000)),
    },
  ];
  if (level === null) return own.place.length === 12 ? <Grids village={own.place} /> : null;
  return (
    <Panel title={word.below(levelWord[level])} side={<Side sort={sort} />}>
      <Table
        caption={word.tableCaption(own.name ?? own.place)}
        columns={columns}
        rows={sorted(rows, sort)}
        keyOf={(row) => row.place}
        nothing={word.nothingBelow}
      />
    </Panel>
  );
}

function RowBar({ row }: { readonly row: PlaceFigures }) {
  const { steps: word } = useWords(words);
  const { count } = useFormat();
  const steps = stepsOf(row.values);
  return <Bar steps={steps} label={`${word.issued} ${count(steps.issued)}，${word.done} ${count(steps.done)}`} />;
}

function Side({ sort }: { readonly sort: string }) {
  const { sort: label, sorts } = useWords(words);
  return (
    <>
      <BarKey />
      <label className="row">
        <span className="quiet">{label}</span>
        <select
          className="input input-small"
          value={sort}
          onChange={(event) => setSearch({ sort: event.target.value })}
        >
          {Object.entries(sorts).map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
