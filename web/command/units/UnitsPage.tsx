import { useSuspenseQuery } from "@tanstack/react-query";
import { showUnits } from "#capabilities/neighbours/contract.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { Crumbs, PlaceName } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import { Tiles } from "../kit/Tiles.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { Notices } from "./Notices.tsx";
import { words } from "./words.ts";

const AGAIN_MS = 15_000;
const FIGURES = ["units", "doors", "heads", "deputies", "normal", "help", "notice", "silent"] as const;
type Figure = (typeof FIGURES)[number];
const NOTHING = Object.fromEntries(FIGURES.map((figure) => [figure, 0])) as Record<Figure, number>;
/** Digits of a grid: no place below it has units of its own. */
const GRID = 15;

/** Joint-defence units of a place: how far they are formed and led, what was tapped today, what heads are asked to read out. */
export function Page({ location, area }: PageProps) {
  const w = useWords(words);
  const { count } = useFormat();
  const place = location.parts[0] ?? area;
  const { data } = useSuspenseQuery({ ...query(showUnits, { area: place }), refetchInterval: AGAIN_MS });
  const { places } = data;
  const sum = places.reduce(
    (all, one) => Object.fromEntries(FIGURES.map((figure) => [figure, all[figure] + one[figure]])) as typeof NOTHING,
    NOTHING,
  );
  const notYet = Math.max(0, sum.heads - sum.normal - sum.help - sum.notice);
  const tiles: readonly (readonly [string, string])[] = [
    [w.units, count(sum.units)],
    [w.doors, count(sum.doors)],
    [w.heads, w.of(count(sum.heads), count(sum.units))],
    [w.deputies, w.of(count(sum.deputies), count(sum.units))],
    [w.normal, count(sum.normal)],
    [w.help, count(sum.help)],
    [w.notice, count(sum.notice)],
    [w.notYet, count(notYet)],
    [w.silent, count(sum.silent)],
  ];
  return (
    <div className="page-stack">
      <div>
        <Crumbs code={place} area={area} label={w.crumbs} href={paths.units} />
        <PageHead
          title={
            <>
              <PlaceName code={place} />
              {` · ${w.title}`}
            </>
          }
          lead={w.lead}
        />
      </div>
      <Panel title={w.today}>
        <Tiles of={tiles} />
        {sum.silent > 0 && <p className="quiet">{w.silentLead}</p>}
      </Panel>
      {place.length < GRID && (
        <Panel title={w.byPlace}>
          <Table
            caption={w.byPlace}
            nothing={w.none}
            rows={places}
            keyOf={(row) => row.place}
            columns={[
              {
                key: "place",
                title: w.place,
                cell: (row) => (
                  <a href={paths.units(row.place)}>
                    <PlaceName code={row.place} />
                  </a>
                ),
              },
              ...FIGURES.map((figure) => ({
                key: figure,
                title: w[figure],
                isNumber: true,
                cell: (row: (typeof places)[number]) => count(row[figure]),
              })),
            ]}
          />
        </Panel>
      )}
      <Notices area={place} />
    </div>
  );
}
