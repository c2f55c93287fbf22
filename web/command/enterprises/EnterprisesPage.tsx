import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { listEnterprises, setPolicy, showFigures } from "#capabilities/enterprises/contract.ts";
import { INDUSTRIES } from "#capabilities/enterprises/rules/kinds.ts";
import { STATES } from "#capabilities/enterprises/rules/steps.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { platformNow, useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { Crumbs, PlaceName } from "../kit/place.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { type Column, Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { setSearch } from "../shell/router.ts";
import { words } from "./words.ts";

const COUNTS = ["registered", "waiting", "inForce", "headcount", "onSite", "held"] as const;
const COUNTY = 6;

/** Resumption of work in an area: figures by industry and place, the work list, the register. */
export function Page({ location, area }: PageProps) {
  const place = location.parts[0] ?? area;
  const w = useWords(words);
  return (
    <div className="page-stack">
      <div>
        <Crumbs code={place} area={area} label={w.crumbs} href={paths.enterprises} />
        <PageHead
          title={
            <>
              <PlaceName code={place} />
              {` · ${w.title}`}
            </>
          }
          actions={place.length === COUNTY && <Policy county={place} />}
        />
      </div>
      <Figures place={place} />
      <Panel title={w.list}>
        <List place={place} search={location.search} />
      </Panel>
    </div>
  );
}

function Policy({ county }: { readonly county: string }) {
  const w = useWords(words);
  const { post } = useMe();
  const { data } = useSuspenseQuery(query(showFigures, { place: county }));
  const [isOpen, setOpen] = useState(false);
  const mode = data.policy?.mode ?? "approval";
  const other = mode === "approval" ? "filing" : "approval";
  const setting = useAct((reason: string) => send(setPolicy, { place: county }, { mode: other, reason }), {
    done: w.done,
    onDone: () => setOpen(false),
  });
  const title = other === "filing" ? w.toFiling : w.toApproval;
  return (
    <>
      <span>{w.policy[mode]}</span>
      {post.role === "operator" && <Button onClick={() => setOpen(true)}>{title}</Button>}
      {isOpen && (
        <ReasonDialog
          title={title}
          okText={title}
          isPending={setting.isPending}
          onOk={setting.mutate}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

function Figures({ place }: { readonly place: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const { count } = useFormat();
  const { data } = useSuspenseQuery({ ...query(showFigures, { place }), refetchInterval: 60_000 });
  type Row = (typeof data.byPlace)[number];
  const numbers = COUNTS.map(
    (name): Column<Row> => ({ key: name, title: w[name], isNumber: true, cell: (row) => count(row[name] ?? 0) }),
  );
  const heldFor: Column<Row> = {
    key: "heldHours",
    title: w.heldHours,
    isNumber: true,
    cell: (row) => (row.heldHours === null ? "–" : w.hours(count(row.heldHours))),
  };
  return (
    <>
      <div className="tiles">
        {COUNTS.map((name, at) => (
          <div key={name} className={`tile${at === 1 ? " tile-main" : ""}`}>
            <span className="tile-name">{w[name]}</span>
            <span className="tile-value">{count(data.total[name] ?? 0)}</span>
            {name === "held" && data.total.heldHours !== null && (
              <span className="quiet">{`${w.heldHours} ${w.hours(count(data.total.heldHours))}`}</span>
            )}
          </div>
        ))}
      </div>
      <Panel title={w.byPlace}>
        <Table
          caption={w.byPlace}
          rows={data.byPlace}
          keyOf={(row) => row.key}
          columns={[
            { key: "name", title: w.place, cell: (row) => <a href={paths.enterprises(row.key)}>{row.name}</a> },
            ...numbers,
            heldFor,
          ]}
        />
      </Panel>
      <Panel title={w.byIndustry}>
        <Table
          caption={w.byIndustry}
          rows={data.byIndustry}
          keyOf={(row) => row.key}
          columns={[
            {
              key: "name",
              title: w.industry,
              cell: (row) => `${row.key} ${INDUSTRIES[row.key]?.[language] ?? row.name}`,
            },
            ...numbers,
            heldFor,
          ]}
        />
      </Panel>
    </>
  );
}

const FILTERS = ["waiting", ...STATES.filter((state) => state !== "draft"), "none"] as const;

function List({ place, search }: { readonly place: string; readonly search: URLSearchParams }) {
  const w = useWords(words);
  const { moment } = useFormat();
  const state = FILTERS.find((one) => one === search.get("state"));
  const q = search.get("q") ?? "";
  const after = search.get("after") ?? "";
  const { data } = useSuspenseQuery({
    ...query(listEnterprises, {
      place,
      ...(q === "" ? {} : { q }),
      ...(state === undefined ? {} : { state }),
      ...(after === "" ? {} : { after }),
    }),
    refetchInterval: 30_000,
  });
  type Row = (typeof data.enterprises)[number];
  const columns: Column<Row>[] = [
    { key: "name", title: w.name, cell: (row) => <a href={paths.enterprise(row.id)}>{row.name}</a> },
    { key: "uscc", title: w.facts.uscc, cell: (row) => row.uscc },
    { key: "place", title: w.place, cell: (row) => row.placeName },
    {
      key: "state",
      title: w.state,
      cell: (row) => (
        <>
          {row.state === null ? w.none : <Pill>{w.states[row.state]}</Pill>}
          {row.isSilent && <Pill tone="warning">{w.silent}</Pill>}
          {row.siteCheck === "missed" && <Pill tone="warning">{w.missed}</Pill>}
          {row.isEscalated && <Pill tone="bad">{w.escalated}</Pill>}
        </>
      ),
    },
    {
      key: "due",
      title: w.due,
      cell: (row) =>
        row.dueAt === null ? (
          ""
        ) : (
          <>
            {moment(row.dueAt)}
            {Date.parse(row.dueAt) < platformNow() && <Pill tone="bad">{w.overdue}</Pill>}
          </>
        ),
    },
  ];
  return (
    <>
      <div className="filters">
        <label className="field">
          <span>{w.search}</span>
          <input
            className="input"
            defaultValue={q}
            onBlur={({ target }) => setSearch({ q: target.value.trim(), after: null })}
            onKeyDown={(event) => {
              if (event.key === "Enter") setSearch({ q: event.currentTarget.value.trim(), after: null });
            }}
          />
        </label>
        <label className="field">
          <span>{w.stateFilter}</span>
          <select
            className="input"
            value={state ?? ""}
            onChange={({ target }) => setSearch({ state: target.value, after: null })}
          >
            <option value="">{w.all}</option>
            {FILTERS.map((one) => (
              <option key={one} value={one}>
                {one === "none" ? w.none : one === "waiting" ? w.waiting : w.states[one]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Table caption={w.list} rows={data.enterprises} columns={columns} keyOf={(row) => row.id} nothing={w.nothing} />
      {data.after !== null && <Button onClick={() => setSearch({ after: data.after })}>{w.more}</Button>}
    </>
  );
}
