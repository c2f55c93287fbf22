import { useSuspenseQuery } from "@tanstack/react-query";
import { figures, type PlaceFigures } from "#capabilities/rollups/contract.ts";
import { VISIT_RESULTS } from "#capabilities/rollups/rules/results.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { Nothing, Part } from "../../shared/states.tsx";
import { words as taskWords } from "../../shared/task-words.ts";
import { useLive } from "../../shared/use-live.ts";
import { Columns } from "../kit/Columns.tsx";
import { PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { Crumbs, PlaceName } from "../kit/place.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { setSearch } from "../shell/router.ts";
import { Children } from "./Children.tsx";
import { figureOf } from "./sums.ts";
import { TierTiles, useTrend, WorkTiles } from "./Tiles.tsx";
import { words } from "./words.ts";

/** Digits of a village: figures end there (capabilities/rollups/rules/metrics.ts). */
const FINEST_COUNTED = 12;

/** Should a poke be missed, the figures still come: polled slowly beside the event stream. */
const POLL_MS = { open: 15_000, connecting: 2_000, waiting: 2_000 } as const;

/** Any level's command page: what is to be done, how far it is, what came back; the address carries place and day. */
export function Page({ location, area }: PageProps) {
  const word = useWords(words);
  const place = (location.parts[0] ?? area).slice(0, FINEST_COUNTED);
  const [day, at] = [location.search.get("day"), location.search.get("at")];
  return (
    <div className="page-stack">
      <div>
        <Crumbs code={place} area={area} label={word.crumbs} href={(code) => paths.overview(code, { day, at })} />
        <PageHead title={<PlaceName code={place} />} actions={<When day={day ?? platformToday()} at={at} />} />
      </div>
      {/* What can be changed stays on the page, whatever becomes of the figures. */}
      <Part of={`${place} ${day} ${at}`}>
        <Figures place={place} day={day} at={at} sort={location.search.get("sort") ?? "code"} />
      </Part>
    </div>
  );
}

type FiguresProps = {
  readonly place: string;
  readonly day: string | null;
  readonly at: string | null;
  readonly sort: string;
};

function Figures({ place, day, at, sort }: FiguresProps) {
  const word = useWords(words);
  const format = useFormat();
  const isNow = at === null && (day === null || day === platformToday());
  const live = useLive(isNow ? `/areas/${place}/figures/events` : null, [figures.path]);
  const params = { place, ...(day === null ? {} : { day }), ...(at === null ? {} : { asOf: at }) };
  const { data } = useSuspenseQuery({ ...query(figures, params), refetchInterval: isNow ? POLL_MS[live] : false });
  const trend = useTrend(place, data.day);
  // The series knows no instant: beside figures of a past one it would show what was not known then.
  const before = at === null ? trend.before : null;
  // The day's own column is the live figure: the series is asked for once a minute only.
  const households = trend.households.map((value, index) =>
    trend.days[index] === data.day ? figureOf(data.own.values, "visit.household") : value,
  );
  const hasTrend = households.some((value) => value > 0);
  return (
    <div className="page-stack">
      <p className="row figures-when">
        {`${format.day(data.day)} ${format.weekday(data.day)}`}
        {isNow && (
          <Pill tone={live === "open" ? "accent" : "warning"}>{live === "open" ? word.live : word.reconnecting}</Pill>
        )}
        {!isNow && <Pill>{at === null ? word.pastDay : word.pastInstant}</Pill>}
        <span className="quiet">{word.knownAt(format.moment(data.asOf.at))}</span>
      </p>
      {at !== null && (
        <p className="notice notice-warning row">
          <span>{word.asOfShown(format.moment(data.asOf.at))}</span>
          <button type="button" className="button" onClick={() => setSearch({ at: null })}>
            {word.backToNow}
          </button>
        </p>
      )}
      <TierTiles own={data.own} day={data.day} before={before} />
      <WorkTiles own={data.own} day={data.day} before={before} />
      <Children own={data.own} rows={data.children} day={day} at={at} sort={sort} />
      <div className="columns columns-even">
        <Panel title={word.households14}>
          {at !== null && <Nothing>{word.noTrendThen}</Nothing>}
          {at === null && !hasTrend && <Nothing>{word.noTrend}</Nothing>}
          {at === null && hasTrend && (
            <Columns
              label={word.households14}
              days={trend.days}
              values={households}
              nameOf={format.shortDay}
              show={format.count}
            />
          )}
        </Panel>
        <Results own={data.own} />
      </div>
    </div>
  );
}

/** The address keeps the day and the instant, so that a colleague sees the same figures. */
function When({ day, at }: { readonly day: string; readonly at: string | null }) {
  const word = useWords(words);
  const shown = at === null ? "" : new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16);
  return (
    <div className="filters">
      <label className="field">
        <span>{word.day}</span>
        <input
          className="input input-small"
          type="date"
          value={day}
          max={platformToday()}
          onChange={({ target }) =>
            target.value !== "" && setSearch({ day: target.value === platformToday() ? null : target.value })
          }
        />
      </label>
      <label className="field">
        <span>{word.asOf}</span>
        <input
          className="input input-small"
          type="datetime-local"
          value={shown}
          onChange={({ target }) => setSearch({ at: target.value === "" ? null : `${target.value}:00+08:00` })}
        />
      </label>
    </div>
  );
}

/** What was found at the doors, most frequent first. */
function Results({ own }: { readonly own: PlaceFigures }) {
  const { results, resultsNone } = useWords(words);
  const { result: name } = useWords(taskWords);
  const { count } = useFormat();
  const rows = VISIT_RESULTS.map((code) => ({ code, value: figureOf(own.values, `visit.result.${code}`) }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
  const most = Math.max(1, ...rows.map(({ value }) => value));
  return (
    <Panel title={results}>
      {rows.length === 0 && <Nothing>{resultsNone}</Nothing>}
      <ul className="list-plain">
        {rows.map(({ code, value }) => (
          <li key={code} className="ranked">
            <span>{name[code]}</span>
            <span className="bar" aria-hidden="true">
              <i className="bar-accepted" style={{ width: `${(value / most) * 100}%` }} />
            </span>
            <b className="number">{count(value)}</b>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
