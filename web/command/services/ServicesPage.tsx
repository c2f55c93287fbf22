import { useSuspenseQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { listServices } from "#capabilities/services/contract.ts";
import { SERVICE_ONLY, type ServiceOnly } from "#capabilities/services/rules/states.ts";
import { serviceWords } from "../../field/services/words.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { isWaitingForGoods } from "../../shared/Goods.tsx";
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

type Listed = z.output<(typeof listServices)["result"]>["services"][number];

const VIEWS = ["open", "ended"] as const;
const LOOK_EVERY_MS = 15_000;

const isLate = ({ state, dueAt }: Listed, now: string): boolean =>
  (state === "REQUESTED" || state === "TAKEN") && dueAt <= now;

/** Where the supplies of a request are. */
function goodsState({ goods, state }: Listed): "none" | "waiting" | "allotted" | "to-return" | "returned" {
  if (goods === undefined) return "none";
  if (isWaitingForGoods(goods)) return state === "WITHDRAWN" ? "none" : "waiting";
  if (state !== "WITHDRAWN") return "allotted";
  return goods.some(({ returned }) => returned !== null) ? "returned" : "to-return";
}

/** Requests for help of the area: what is overdue first. */
export function Page({ location, area }: PageProps) {
  const word = useWords(words);
  const which = VIEWS.find((one) => one === location.search.get("view")) ?? "open";
  const only = SERVICE_ONLY.find((one) => one === location.search.get("only")) ?? null;
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
      <Panel key={which}>
        <div className="stack">
          <div className="filters">
            <Select
              label={word.only}
              all={word.all}
              options={which === "open" ? SERVICE_ONLY.slice(0, 3) : SERVICE_ONLY.slice(3)}
              words={word}
              value={only}
              onChange={(one) => setSearch({ only: one })}
            />
          </div>
          <Services area={area} which={which} only={only} />
        </div>
      </Panel>
    </div>
  );
}

function Standing({ area }: { readonly area: string }) {
  const word = useWords(words);
  const { data } = useSuspenseQuery({
    ...query(listServices, { area, which: "open" }),
    refetchInterval: LOOK_EVERY_MS,
  });
  const { counts } = data;
  return (
    <Counts
      of={(["open", "overdue", "unallotted", "unconfirmed", "toReturn"] as const).map((name) => [
        word[name],
        counts[name],
      ])}
    />
  );
}

type ListProps = {
  readonly area: string;
  readonly which: (typeof VIEWS)[number];
  readonly only: ServiceOnly | null;
};

function Services({ area, which, only }: ListProps) {
  const word = useWords(words);
  const names = useWords(serviceWords);
  const { moment } = useFormat();
  const { data } = useSuspenseQuery({
    ...query(listServices, { area, which, ...(only === null ? {} : { only }) }),
    refetchInterval: LOOK_EVERY_MS,
  });
  const { now, services: rows } = data;
  return (
    <Table
      caption={word.view[which]}
      columns={[
        {
          key: "kind",
          title: word.kind,
          cell: (one) => <a href={paths.service(one.county, one.id)}>{names.kind[one.kind]}</a>,
        },
        { key: "place", title: word.place, cell: (one) => <PlaceLine code={one.place} /> },
        { key: "state", title: word.stateTitle, cell: (one) => <Pill>{names.state[one.state]}</Pill> },
        {
          key: "goods",
          title: word.goods,
          cell: (one) => {
            const state = goodsState(one);
            const isToDo = state === "waiting" || state === "to-return";
            return isToDo ? <Pill tone="warning">{word.goodsOf[state]}</Pill> : word.goodsOf[state];
          },
        },
        {
          key: "taker",
          title: word.taker,
          cell: ({ takenBy }) =>
            takenBy?.is === "volunteer" ? word.volunteer(takenBy.name ?? "") : (takenBy?.name ?? word.nothing),
        },
        { key: "asked", title: word.asked, cell: (one) => moment(one.askedAt) },
        {
          key: "due",
          title: word.due,
          cell: (one) => (
            <span className="row">
              {moment(one.dueAt)}
              {isLate(one, now) && <Pill tone="bad">{word.late}</Pill>}
              {one.escalatedTo !== null && <PlaceLine code={one.escalatedTo} />}
            </span>
          ),
        },
      ]}
      rows={rows}
      keyOf={(one) => one.id}
      nothing={word.none}
    />
  );
}
