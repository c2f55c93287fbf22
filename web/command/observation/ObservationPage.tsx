import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { showBoard, showObservation } from "#capabilities/observation/contract.ts";
import { dayNumber } from "#capabilities/observation/rules/calendar.ts";
import { BOARD_SORTS, type BoardSort, DUTIES, type DutyKind } from "#capabilities/observation/rules/duties.ts";
import { OPEN_STATES, STATES, type State } from "#capabilities/observation/rules/machine.ts";
import { instant, type PlainDay } from "#kernel/time.ts";
import { ask, query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformNow, useMe } from "../../shared/me.ts";
import { observationWords } from "../../shared/observation-words.ts";
import { Pages } from "../kit/Pages.tsx";
import { Fact, Facts, PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { Crumbs, PlaceLine, PlaceName } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { setSearch } from "../shell/router.ts";
import { Notes } from "./Notes.tsx";
import { Papers } from "./Papers.tsx";
import { words } from "./words.ts";

const VIEWS = ["open", "alarms", "due-today", "ended"] as const;
const EVERY = 15_000;

/** The board of a place: what is overdue, what is due today, which seats are empty, by step; one home when asked. */
export function Page({ location, area }: PageProps) {
  const w = useWords(words);
  const place = location.parts[0] ?? area;
  const view = VIEWS.find((one) => one === location.search.get("view")) ?? "open";
  const id = location.search.get("home");
  const { role } = useMe().post;
  const mayRead = role === "operator" || role === "auditor";
  return (
    <div className="page-stack">
      <div>
        <Crumbs code={place} area={area} label={w.crumbs} href={(code) => paths.observation(code)} />
        <PageHead
          title={
            <>
              <PlaceName code={place} />
              {` · ${w.title}`}
            </>
          }
          lead={w.lead}
          actions={mayRead && <a href={paths.observationProfile(place)}>{w.profile}</a>}
        />
      </div>
      <Panel title={w.counts}>
        <Counts area={place} />
      </Panel>
      {id !== null && (
        <Panel
          title={w.caseTitle}
          side={
            <Button size="small" onClick={() => setSearch({ home: null })}>
              {w.close}
            </Button>
          }
        >
          <Case key={id} id={id} />
        </Panel>
      )}
      <Panel title={w.homes}>
        <nav className="tabs" aria-label={w.view}>
          {VIEWS.map((one) => (
            <button key={one} type="button" aria-pressed={one === view} onClick={() => setSearch({ view: one })}>
              {w.views[one]}
            </button>
          ))}
        </nav>
        <Filters search={location.search} />
        <Homes area={place} view={view} {...filtersOf(location.search)} />
      </Panel>
    </div>
  );
}

type Filter = {
  readonly state: State | undefined;
  readonly alarm: DutyKind | undefined;
  readonly sort: BoardSort | undefined;
};
const one = <T extends string>(options: readonly T[], text: string | null): T | undefined =>
  options.find((option) => option === text);
const filtersOf = (search: URLSearchParams): Filter => ({
  state: one(STATES, search.get("step")),
  alarm: one(DUTIES, search.get("alarm")),
  sort: one(BOARD_SORTS, search.get("sort")),
});

/** Narrowed and sorted by the server over all homes of the place, not within a page. */
function Filters({ search }: { readonly search: URLSearchParams }) {
  const w = useWords(words);
  const o = useWords(observationWords);
  const { state, alarm, sort } = filtersOf(search);
  return (
    <div className="filters">
      <Choice label={w.step} name="step" value={state} options={STATES} words={o.state} any={w.anyStep} />
      <Choice label={w.alarm} name="alarm" value={alarm} options={DUTIES} words={o.alarm} any={w.anyAlarm} />
      <Choice
        label={w.sort}
        name="sort"
        value={sort}
        options={["due", "filed"] as const}
        words={w.sorts}
        any={w.sorts.loudest}
      />
    </div>
  );
}

function Choice<T extends string>(props: {
  readonly label: string;
  readonly name: string;
  readonly value: T | undefined;
  readonly options: readonly T[];
  readonly words: Readonly<Record<T, string>>;
  readonly any: string;
}) {
  return (
    <label className="field">
      <span>{props.label}</span>
      <select
        className="input"
        value={props.value ?? ""}
        onChange={({ target }) => setSearch({ [props.name]: target.value })}
      >
        <option value="">{props.any}</option>
        {props.options.map((option) => (
          <option key={option} value={option}>
            {props.words[option]}
          </option>
        ))}
      </select>
    </label>
  );
}

function Counts({ area }: { readonly area: string }) {
  const w = useWords(words);
  const o = useWords(observationWords);
  const { count } = useFormat();
  const { data } = useSuspenseQuery({ ...query(showBoard, { area }), refetchInterval: EVERY });
  const { byAlarm, byState, dueToday, releasedToday } = data.counts;
  const of = (kind: string) => byAlarm[kind] ?? 0;
  const loud = (n: number) => (n > 0 ? <Pill tone="bad">{count(n)}</Pill> : count(n));
  return (
    <div className="side-by-side">
      <Facts>
        <Fact name={w.figures.release}>{loud(of("release"))}</Fact>
        <Fact name={w.figures.missed}>{loud(of("call") + of("visit"))}</Fact>
        <Fact name={w.figures.seat}>{loud(of("seat"))}</Fact>
        <Fact name={w.figures.dueToday}>{count(dueToday)}</Fact>
        <Fact name={w.figures.releasedToday}>{count(releasedToday)}</Fact>
      </Facts>
      <section aria-label={w.byStep}>
        <h3>{w.byStep}</h3>
        <Facts>
          {OPEN_STATES.map((state) => (
            <Fact key={state} name={o.state[state]}>
              {count(byState[state] ?? 0)}
            </Fact>
          ))}
        </Facts>
      </section>
    </div>
  );
}

function Homes(asked: { readonly area: string; readonly view: (typeof VIEWS)[number] } & Filter) {
  const w = useWords(words);
  const o = useWords(observationWords);
  const { moment } = useFormat();
  return (
    <Pages
      queryKey={["observations", asked]}
      load={(after) => ask(showBoard, { ...asked, ...(after === "" ? {} : { after }) })}
      refetchInterval={EVERY}
    >
      {(rows) => (
        <Table
          caption={w.homes}
          nothing={w.none}
          rows={rows}
          keyOf={({ id }) => id}
          columns={[
            {
              key: "alarm",
              title: w.alarm,
              cell: ({ alarms: [alarm] }) =>
                alarm !== undefined && (
                  <Pill tone="bad">
                    {`${o.alarm[alarm.kind]}${alarm.level > 0 ? ` → ${w.level[alarm.level] ?? ""}` : ""}`}
                  </Pill>
                ),
            },
            { key: "place", title: w.place, cell: ({ place }) => <PlaceLine code={place} /> },
            { key: "state", title: w.state, cell: ({ state }) => o.state[state] },
            {
              key: "day",
              title: w.day,
              isNumber: true,
              cell: ({ dZero, days }) => `${dayNumber(dZero as PlainDay, days, platformNow())} / ${days}`,
            },
            { key: "due", title: w.dueAt, cell: ({ dueAt }) => moment(dueAt) },
            {
              key: "open",
              title: "",
              cell: ({ id }) => (
                <Button size="small" onClick={() => setSearch({ home: id })}>
                  {w.open}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Pages>
  );
}

/** One home as the reader's duty may see it: who answers for it, and what happened when. */
function Case({ id }: { readonly id: string }) {
  const w = useWords(words);
  const o = useWords(observationWords);
  const { moment } = useFormat();
  const { data } = useSuspenseQuery(query(showObservation, { id }));
  const now = instant(new Date(platformNow()).toISOString());
  return (
    <>
      <Facts>
        <Fact name={w.type}>{o.typeWord[data.type ?? "home"]}</Fact>
        <Fact name={w.state}>{o.state[data.state]}</Fact>
        <Fact name={w.day}>{o.day(dayNumber(data.dZero as PlainDay, data.days, now), data.days)}</Fact>
        <Fact name={w.dueAt}>{moment(data.dueAt)}</Fact>
        <Fact name={w.place}>
          <PlaceLine code={data.place} />
        </Fact>
      </Facts>
      <h3>{w.team}</h3>
      <ul className="reasons">
        {data.team.map((one) => (
          <li
            key={one.id}
          >{`${o.seat[one.seat]} · ${one.name ?? w.vacant}${one.organisation === null ? "" : ` · ${one.organisation}`}`}</li>
        ))}
      </ul>
      <Papers id={id} />
      <Notes id={id} />
      <h3>{w.timeline}</h3>
      <ul className="reasons">
        {data.lines.map((line) => (
          <li key={line.id}>{`${moment(line.at)} · ${o.line[line.kind]}`}</li>
        ))}
      </ul>
    </>
  );
}
