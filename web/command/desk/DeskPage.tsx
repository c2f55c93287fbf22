import { useState } from "react";
import { followInbox, listTasks } from "#capabilities/tasks/contract.ts";
import type { TaskLine } from "#capabilities/tasks/rules/shapes.ts";
import { OPEN_STATES } from "#capabilities/tasks/rules/states.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";
import { ask } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { words as taskWords } from "../../shared/task-words.ts";
import { useLive } from "../../shared/use-live.ts";
import { words as common } from "../../shared/words.ts";
import { Pages } from "../kit/Pages.tsx";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { Crumbs, PlaceName } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import { words as kitWords } from "../kit/words.ts";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { setSearch } from "../shell/router.ts";
import { Actions } from "./Actions.tsx";
import { useTaskColumns } from "./columns.tsx";
import { Find } from "./Find.tsx";
import { filterOf, VIEWS, type View } from "./filter.ts";
import { Offers } from "./Offers.tsx";
import { words } from "./words.ts";

/** Reading a list of persons is an audited deed: pokes are gathered, and nothing is polled. */
const DESK_GATHER_MS = 3_000;

/** A centre's desk: what waits here, what lies below, what can be located by nobody, what other places hand over. */
export function Page({ location, area }: PageProps) {
  const place = location.parts[0] ?? area;
  const { search } = location;
  const { post } = useMe();
  const word = useWords(words);
  const isFiltered = search.has("tier") || search.has("state");
  const view =
    VIEWS.find((one) => one === search.get("view")) ??
    (isFiltered || place !== area || post.role !== "operator" ? "below" : "desk");
  useLive("/inbox/events", [followInbox.path], DESK_GATHER_MS);
  return (
    <div className="page-stack">
      <div>
        <Crumbs code={place} area={area} label={word.crumbs} href={(code) => paths.desk(code)} />
        <PageHead
          title={
            <>
              <PlaceName code={place} />
              {` · ${word.title}`}
            </>
          }
          actions={<Find area={place} />}
        />
      </div>
      <nav className="tabs" aria-label={word.viewsLabel}>
        {VIEWS.map((one) => (
          <button key={one} type="button" aria-pressed={one === view} onClick={() => setSearch({ view: one })}>
            {word.views[one]}
          </button>
        ))}
      </nav>
      {view === "offers" ? (
        <Offers area={place} />
      ) : (
        <Panel side={<Filters search={search} />}>
          <List
            key={`${place} ${view} ${search}`}
            area={place}
            view={view}
            search={search}
            mayAct={post.role === "operator"}
          />
        </Panel>
      )}
    </div>
  );
}

function Filters({ search }: { readonly search: URLSearchParams }) {
  const { tier, state, overdueOnly } = useWords(words);
  const { tier: tierWord } = useWords(common);
  const { state: stateWord } = useWords(taskWords);
  const { all } = useWords(kitWords);
  return (
    <div className="filters">
      <label className="field">
        <span>{tier}</span>
        <select
          className="input input-small"
          value={search.get("tier") ?? ""}
          onChange={({ target }) => setSearch({ tier: target.value })}
        >
          <option value="">{all}</option>
          {RISK_TIERS.map((one) => (
            <option key={one} value={one}>
              {tierWord[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{state}</span>
        <select
          className="input input-small"
          value={search.get("state") ?? ""}
          onChange={({ target }) => setSearch({ state: target.value })}
        >
          <option value="">{all}</option>
          {OPEN_STATES.map((one) => (
            <option key={one} value={one}>
              {stateWord[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="row">
        <input
          type="checkbox"
          checked={search.get("overdue") === "true"}
          onChange={({ target }) => setSearch({ overdue: target.checked ? "true" : null })}
        />
        {overdueOnly}
      </label>
    </div>
  );
}

type ListProps = {
  readonly area: string;
  readonly view: View;
  readonly search: URLSearchParams;
  readonly mayAct: boolean;
};

function List({ area, view, search, mayAct }: ListProps) {
  const word = useWords(words);
  const columns = useTaskColumns();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const filter = filterOf(view, search);
  const isOverdue = search.get("overdue") === "true";
  const scope = view === "below" ? "below" : "desk";
  const choose = (ids: readonly string[], isIn: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) isIn ? next.add(id) : next.delete(id);
    setChosen(next);
  };
  const load = async (after: string, signal: AbortSignal) => {
    const params = {
      area,
      scope,
      ...filter,
      ...(isOverdue ? { overdue: "true" as const } : {}),
      ...(after === "" ? {} : { after }),
    } as const;
    const { tasks, next } = await ask(listTasks, params, signal);
    return { rows: tasks, next };
  };
  const box = (rows: readonly TaskLine[]) => ({
    key: "choose",
    width: "36px",
    title: (
      <input
        type="checkbox"
        aria-label={word.selectAll}
        checked={rows.length > 0 && rows.every(({ id }) => chosen.has(id))}
        onChange={({ target }) =>
          choose(
            rows.map(({ id }) => id),
            target.checked,
          )
        }
      />
    ),
    cell: ({ id }: TaskLine) => (
      <input
        type="checkbox"
        aria-label={word.select(id.slice(-8))}
        checked={chosen.has(id)}
        onChange={({ target }) => choose([id], target.checked)}
      />
    ),
  });
  return (
    <Pages queryKey={[followInbox.path, listTasks.path, area, view, filter, isOverdue]} load={load}>
      {(rows: readonly TaskLine[]) => (
        <>
          {mayAct && (
            <Actions
              area={area}
              chosen={[...chosen]}
              clear={() => setChosen(new Set())}
              select={{ filter, scope, isOverdue }}
            />
          )}
          <Table
            caption={word.views[view]}
            columns={mayAct ? [box(rows), ...columns] : columns}
            rows={rows}
            keyOf={({ id }) => id}
            nothing={word.nothing}
            markOf={({ isOverdue: isLate }) => (isLate ? "is-late" : undefined)}
          />
        </>
      )}
    </Pages>
  );
}
