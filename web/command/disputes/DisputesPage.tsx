import { useSuspenseQuery } from "@tanstack/react-query";
import { listDisputes } from "#capabilities/disputes/contract.ts";
import { DISPUTE_CATEGORIES, DISPUTE_LEVELS } from "#capabilities/disputes/rules/steps.ts";
import { disputeWords } from "../../field/disputes/words.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Select, Views } from "../kit/filters.tsx";
import { PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { Counts } from "../kit/record.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { setSearch } from "../shell/router.ts";
import { words } from "./words.ts";

const VIEWS = ["open", "ended"] as const;

/** Disputes of the area: where they stand, what is due first; no names. */
export function Page({ location, area }: PageProps) {
  const word = useWords(words);
  const names = useWords(disputeWords);
  const { search } = location;
  const which = VIEWS.find((one) => one === search.get("view")) ?? "open";
  const category = DISPUTE_CATEGORIES.find((one) => one === search.get("category")) ?? null;
  const level = DISPUTE_LEVELS.find((one) => one === search.get("level")) ?? null;
  return (
    <div className="page-stack">
      <PageHead title={word.title} lead={word.lead} />
      <Panel title={word.counts}>
        <Standing area={area} />
      </Panel>
      <Views
        label={word.views}
        views={VIEWS}
        words={word.view}
        value={which}
        onChange={(view) => setSearch({ view })}
      />
      <Panel key={`${which} ${category} ${level}`}>
        <div className="stack">
          <div className="filters">
            <Select
              label={word.category}
              all={word.all}
              options={DISPUTE_CATEGORIES}
              words={names.category}
              value={category}
              onChange={(one) => setSearch({ category: one })}
            />
            <Select
              label={word.levelTitle}
              all={word.all}
              options={DISPUTE_LEVELS}
              words={names.level}
              value={level}
              onChange={(one) => setSearch({ level: one })}
            />
          </div>
          <Disputes area={area} which={which} category={category} level={level} />
        </div>
      </Panel>
    </div>
  );
}

/** The counts come with the list; the one of open disputes is asked for in any case. */
function Standing({ area }: { readonly area: string }) {
  const word = useWords(words);
  const { data } = useSuspenseQuery({ ...query(listDisputes, { area, which: "open" }), staleTime: 15_000 });
  const { counts } = data;
  return (
    <Counts
      of={(["found", "mediating", "overdue", "agreed", "performed", "failed"] as const).map((name) => [
        word[name],
        counts[name],
      ])}
    />
  );
}

type ListProps = {
  readonly area: string;
  readonly which: (typeof VIEWS)[number];
  readonly category: (typeof DISPUTE_CATEGORIES)[number] | null;
  readonly level: (typeof DISPUTE_LEVELS)[number] | null;
};

function Disputes({ area, which, category, level }: ListProps) {
  const word = useWords(words);
  const names = useWords(disputeWords);
  const { moment } = useFormat();
  const filter = { ...(category === null ? {} : { category }), ...(level === null ? {} : { level }) };
  const { data } = useSuspenseQuery({ ...query(listDisputes, { area, which, ...filter }), staleTime: 15_000 });
  return (
    <Table
      caption={word.view[which]}
      columns={[
        {
          key: "category",
          title: word.category,
          cell: (one) => <a href={paths.dispute(one.county, one.id)}>{names.category[one.category]}</a>,
        },
        { key: "place", title: word.place, cell: (one) => <PlaceLine code={one.place} /> },
        { key: "state", title: word.stateTitle, cell: (one) => <Pill>{names.state[one.state]}</Pill> },
        { key: "level", title: word.levelTitle, cell: (one) => names.level[one.level] },
        { key: "found", title: word.foundAt, cell: (one) => moment(one.foundAt) },
        which === "open"
          ? {
              key: "due",
              title: word.due,
              cell: (one) => (
                <span className="row">
                  {one.agreedAt !== null || one.dueAt === null ? word.nothing : moment(one.dueAt)}
                  {one.isOverdue && <Pill tone="bad">{word.late}</Pill>}
                </span>
              ),
            }
          : {
              key: "ended",
              title: word.ended,
              cell: (one) => (one.endedAt === null ? word.nothing : moment(one.endedAt)),
            },
      ]}
      rows={data.disputes}
      keyOf={(one) => one.id}
      nothing={word.none}
    />
  );
}
