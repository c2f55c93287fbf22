import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { listCheckpoints, publishBanner, setUpCheckpoint, showBanners } from "#capabilities/checkpoints/contract.ts";
import { CHECKPOINT_KINDS } from "#capabilities/checkpoints/rules/shapes.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { platformToday, useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { PlacePicker } from "../kit/PlacePicker.tsx";
import { Crumbs, PlaceName } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import "./checkpoints.css";
import { Day } from "./Day.tsx";
import { words } from "./words.ts";

const COUNTY = 6;
const TOWNSHIP = 9;

/** The checkpoints of an area: set up, today's rule, turns, live figures. */
export function Page({ location, area }: PageProps) {
  const place = location.parts[0] ?? area;
  const chosen = location.parts[1] ?? null;
  const w = useWords(words);
  const { post } = useMe();
  const isOperator = post.role === "operator";
  return (
    <div className="page-stack">
      <div>
        <Crumbs code={place} area={area} label={w.crumbs} href={(code) => paths.checkpoints(code)} />
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
      <Panel title={w.list}>
        <List area={place} />
      </Panel>
      {chosen !== null && <Day key={chosen} checkpointId={chosen} canPlan={isOperator} />}
      {place.length >= COUNTY && (
        <Panel title={w.banner} note={w.bannerLead}>
          <Banner area={place} canPublish={isOperator && place.length === COUNTY && post.area.length <= COUNTY} />
        </Panel>
      )}
      {isOperator && post.area.length <= TOWNSHIP && (
        <Panel title={w.setUp}>
          <SetUp area={place} />
        </Panel>
      )}
    </div>
  );
}

function List({ area }: { readonly area: string }) {
  const w = useWords(words);
  const { count } = useFormat();
  const { data } = useSuspenseQuery({ ...query(listCheckpoints, { area }), refetchInterval: 15_000 });
  const figure = (name: "scans" | "stops" | "fevers" | "onShift") => ({
    key: name,
    title: w[name],
    isNumber: true,
    cell: ({ today }: (typeof data.checkpoints)[number]) => count(today[name]),
  });
  return (
    <Table
      caption={w.list}
      nothing={w.none}
      rows={data.checkpoints}
      keyOf={({ id }) => id}
      columns={[
        { key: "name", title: w.name, cell: ({ id, name }) => <a href={paths.checkpoints(area, id)}>{name}</a> },
        { key: "kind", title: w.kind, cell: ({ kind }) => w.kinds[kind] },
        { key: "place", title: w.place, cell: ({ place, placeName }) => placeName ?? place },
        { key: "lanes", title: w.lanes, isNumber: true, cell: ({ lanes }) => lanes },
        figure("scans"),
        figure("stops"),
        figure("fevers"),
        figure("onShift"),
      ]}
    />
  );
}

const textOf = (form: FormData, name: string) => String(form.get(name) ?? "").trim();

function Banner({ area, canPublish }: { readonly area: string; readonly canPublish: boolean }) {
  const w = useWords(words);
  const language = useLanguage();
  const { data } = useSuspenseQuery(query(showBanners, { area }));
  const publish = useAct((body: { validOn: string; zh: string; en: string }) => send(publishBanner, { area }, body), {
    done: w.published,
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    publish.mutate({ validOn: textOf(form, "validOn"), zh: textOf(form, "zh"), en: textOf(form, "en") });
  };
  const [newest] = data.banners;
  return (
    <>
      {newest === undefined ? (
        <p>{w.noBanner}</p>
      ) : (
        <p>
          <strong>{newest[language]}</strong>
          <span className="quiet">{` ${w.version(newest.version)} · ${newest.validOn}`}</span>
        </p>
      )}
      {canPublish && (
        <form onSubmit={onSubmit} className="checkpoint-form">
          <label className="field">
            <strong>{w.bannerZh}</strong>
            <textarea className="input" name="zh" rows={2} required minLength={2} maxLength={300} lang="zh-CN" />
          </label>
          <label className="field">
            <strong>{w.bannerEn}</strong>
            <textarea className="input" name="en" rows={2} required minLength={2} maxLength={300} lang="en" />
          </label>
          <label className="field">
            <strong>{w.validOn}</strong>
            <input className="input" type="date" name="validOn" required defaultValue={platformToday()} />
          </label>
          <Button type="primary" htmlType="submit" loading={publish.isPending}>
            {w.publish}
          </Button>
        </form>
      )}
    </>
  );
}

function SetUp({ area }: { readonly area: string }) {
  const w = useWords(words);
  const [place, setPlace] = useState<string | null>(area.length >= COUNTY ? area : null);
  const setUp = useAct(
    (form: FormData) =>
      send(
        setUpCheckpoint,
        {},
        {
          place: place ?? "",
          name: textOf(form, "name"),
          kind: CHECKPOINT_KINDS.find((one) => one === textOf(form, "kind")) ?? "estate-gate",
          lanes: Number(textOf(form, "lanes")),
        },
      ),
    { done: w.setUpDone },
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setUp.mutate(new FormData(event.currentTarget));
  };
  return (
    <form onSubmit={onSubmit} className="checkpoint-form">
      <PlacePicker label={w.place} value={place} onChange={setPlace} within={area} />
      <label className="field">
        <strong>{w.name}</strong>
        <input className="input" name="name" required minLength={2} maxLength={60} />
      </label>
      <label className="field">
        <strong>{w.kind}</strong>
        <select className="input" name="kind">
          {CHECKPOINT_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {w.kinds[kind]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <strong>{w.lanes}</strong>
        <input className="input" type="number" name="lanes" min={1} max={30} defaultValue={1} required />
      </label>
      <Button type="primary" htmlType="submit" disabled={place === null} loading={setUp.isPending}>
        {w.setUp}
      </Button>
    </form>
  );
}
