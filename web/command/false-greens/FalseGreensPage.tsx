import { listCases } from "#capabilities/false-greens/contract.ts";
import { RULES } from "#capabilities/false-greens/rules/rules.ts";
import { ask } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Pages } from "../kit/Pages.tsx";
import { PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { setSearch } from "../shell/router.ts";
import { words } from "./words.ts";

const VIEWS = ["open", "decided"] as const;

/** Declarations that are being verified, by when the next step is due. */
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
        <Cases view={view} />
      </Panel>
    </div>
  );
}

function Cases({ view }: { readonly view: (typeof VIEWS)[number] }) {
  const word = useWords(words);
  const language = useLanguage();
  const { moment } = useFormat();
  const load = async (after: string, signal: AbortSignal) => {
    const { cases, after: next } = await ask(listCases, { view, ...(after === "" ? {} : { after }) }, signal);
    return { rows: cases, next };
  };
  return (
    <Pages queryKey={[listCases.path, view]} load={load}>
      {(rows: readonly Awaited<ReturnType<typeof load>>["rows"][number][]) => (
        <Table
          caption={word.view[view]}
          columns={[
            {
              key: "person",
              title: word.person,
              cell: (one) => (
                <a className="mono" href={paths.falseGreen(one.id)}>
                  {one.personKey.slice(0, 8)}
                </a>
              ),
            },
            {
              key: "rules",
              title: word.rules,
              cell: (one) => one.rules.map((rule) => RULES[rule].name[language]).join("；"),
            },
            { key: "place", title: word.place, cell: (one) => <PlaceLine code={one.place} /> },
            {
              key: "state",
              title: view === "open" ? word.state : word.outcome,
              cell: (one) => <Pill>{one.outcome === null ? word.states[one.state] : word.outcomes[one.outcome]}</Pill>,
            },
            {
              key: "due",
              title: view === "open" ? word.due : word.opened,
              cell: (one) => (
                <span className="row">
                  <span className={one.isOverdue ? "number-late" : undefined}>
                    {moment(view === "open" ? (one.dueAt ?? one.closesAt) : one.openedAt)}
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
