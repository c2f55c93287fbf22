import { useSuspenseQuery } from "@tanstack/react-query";
import { clueDay, listClues } from "#capabilities/clues/contract.ts";
import { dayOf } from "#kernel/time.ts";
import { clueWords } from "../../field/clues/words.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformNow, useMe } from "../../shared/me.ts";
import { Views } from "../kit/filters.tsx";
import { PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { Counts } from "../kit/record.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { setSearch } from "../shell/router.ts";
import { words } from "./words.ts";

const VIEWS = ["open", "closed"] as const;

/** Clues of the area: what is gravest and longest due first, and the day's report. */
export function Page({ location }: PageProps) {
  const word = useWords(words);
  const view = VIEWS.find((one) => one === location.search.get("view")) ?? "open";
  return (
    <div className="page-stack">
      <PageHead title={word.title} lead={word.lead} />
      <Panel title={word.today}>
        <Today />
      </Panel>
      <Views
        label={word.views}
        views={VIEWS}
        words={word.view}
        value={view}
        onChange={(one) => setSearch({ view: one })}
      />
      <Panel key={view}>
        <Clues view={view} />
      </Panel>
    </div>
  );
}

function Today() {
  const word = useWords(words);
  const { post } = useMe();
  const day = dayOf(platformNow());
  const { data } = useSuspenseQuery({ ...query(clueDay, { area: post.area, day }), staleTime: 30_000 });
  return (
    <Counts
      of={[
        [word.dayGathered, data.gathered],
        [word.dayClosed, data.closed],
        [word.dayOpen, data.open],
        [word.late, data.overdue],
      ]}
    />
  );
}

function Clues({ view }: { readonly view: (typeof VIEWS)[number] }) {
  const word = useWords(words);
  const names = useWords(clueWords);
  const { moment } = useFormat();
  const { post } = useMe();
  const { data } = useSuspenseQuery({ ...query(listClues, { area: post.area, which: view }), staleTime: 15_000 });
  return (
    <Table
      caption={word.view[view]}
      columns={[
        {
          key: "category",
          title: word.category,
          cell: (one) => <a href={paths.clue(one.county, one.id)}>{names.category[one.category]}</a>,
        },
        {
          key: "level",
          title: word.levelTitle,
          cell: (one) => (one.level === null ? "—" : names.level[one.level - 1]),
        },
        { key: "place", title: word.place, cell: (one) => <PlaceLine code={one.place} /> },
        {
          key: "state",
          title: word.stateTitle,
          cell: (one) => (
            <span className="row">
              <Pill>{names.state[one.state]}</Pill>
              {one.alike > 0 && <span className="quiet">{word.alike(one.alike)}</span>}
              {one.state === "GATHERED" && one.assessments > 0 && (
                <span className="quiet">{word.judged(one.assessments)}</span>
              )}
            </span>
          ),
        },
        { key: "owner", title: word.owner, cell: (one) => one.ownerName ?? "—" },
        { key: "gathered", title: word.gathered, cell: (one) => moment(one.gatheredAt) },
        {
          key: "due",
          title: word.due,
          cell: (one) => (
            <span className="row">
              {one.dueAt === null ? "—" : moment(one.dueAt)}
              {one.isOverdue && <Pill tone="bad">{word.late}</Pill>}
              {one.escalatedTo !== null && <PlaceLine code={one.escalatedTo} />}
            </span>
          ),
        },
      ]}
      rows={data.clues}
      keyOf={(one) => one.id}
      nothing={word.none}
    />
  );
}
