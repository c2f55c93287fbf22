import { listAppeals } from "#capabilities/appeals/contract-desk.ts";
import { ask } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Pages } from "../kit/Pages.tsx";
import { PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { setSearch } from "../shell/router.ts";
import { words } from "./words.ts";

const VIEWS = ["open", "review", "ombudsman", "closed"] as const;

/** Appeals of the area with their clocks. */
export function Page({ location }: PageProps) {
  const word = useWords(words);
  const view = VIEWS.find((one) => one === location.search.get("view")) ?? "open";
  return (
    <div className="page-stack">
      <PageHead title={word.title} lead={word.lead} />
      <nav className="tabs" aria-label={word.views}>
        {VIEWS.map((one) => (
          <button key={one} type="button" aria-pressed={one === view} onClick={() => setSearch({ view: one })}>
            {word.view[one]}
          </button>
        ))}
      </nav>
      <Panel key={view}>
        <Appeals view={view} />
      </Panel>
    </div>
  );
}

function Appeals({ view }: { readonly view: (typeof VIEWS)[number] }) {
  const word = useWords(words);
  const { moment } = useFormat();
  const load = async (after: string, signal: AbortSignal) => {
    const { appeals, after: next } = await ask(listAppeals, { view, ...(after === "" ? {} : { after }) }, signal);
    return { rows: appeals, next };
  };
  return (
    <Pages queryKey={[listAppeals.path, view]} load={load}>
      {(rows: readonly Awaited<ReturnType<typeof load>>["rows"][number][]) => (
        <Table
          caption={word.view[view]}
          columns={[
            {
              key: "person",
              title: word.person,
              cell: (one) => (
                <a className="mono" href={paths.appeal(one.id)}>
                  {one.personKey.slice(0, 8)}
                </a>
              ),
            },
            { key: "kind", title: word.kind, cell: (one) => word.kinds[one.kind] },
            { key: "channel", title: word.channel, cell: (one) => word.channels[one.channel] },
            { key: "place", title: word.place, cell: (one) => <PlaceLine code={one.place} /> },
            { key: "state", title: word.state, cell: (one) => <Pill>{word.states[one.state]}</Pill> },
            { key: "received", title: word.received, cell: (one) => moment(one.receivedAt) },
            {
              key: "due",
              title: word.due,
              cell: (one) => (
                <span className="row">
                  <span className={one.isOverdue ? "number-late" : undefined}>
                    {one.dueAt === null ? "—" : moment(one.dueAt)}
                  </span>
                  {one.isOverdue && <Pill tone="bad">{word.late}</Pill>}
                  {one.escalatedTo !== null && <Pill tone="warning">{word.escalated}</Pill>}
                </span>
              ),
            },
          ]}
          rows={rows}
          keyOf={(one) => one.id}
          nothing={word.none}
        />
      )}
    </Pages>
  );
}
