import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { v7 } from "uuid";
import type { z } from "zod";
import { listCampaigns, startCampaign } from "#capabilities/campaigns/contract.ts";
import { ATTRIBUTES } from "#capabilities/facts/rules/attributes.ts";
import { listForms } from "#capabilities/forms/contract.ts";
import { percentText } from "#capabilities/rollups/rules/coverage.ts";
import { instant } from "#kernel/time.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { platformNow, useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { PlacePicker } from "../kit/PlacePicker.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import "./campaigns.css";
import { words } from "./words.ts";

/** The screenings of an area: how far each is; beginning one; finding a sheet of paper. */
export function Page({ area }: PageProps) {
  const w = useWords(words);
  const { post } = useMe();
  return (
    <div className="page-stack">
      <PageHead title={w.title} lead={w.lead} />
      <Panel title={w.list}>
        <List area={area} />
      </Panel>
      {post.role !== "auditor" && post.role !== "analyst" && (
        <Panel title={w.key} note={w.keyLead}>
          <FindSheet />
        </Panel>
      )}
      {post.role === "operator" && (
        <Panel title={w.start} note={w.startLead}>
          <Start area={area} />
        </Panel>
      )}
    </div>
  );
}

const AGAIN_MS = 15_000;

function List({ area }: { readonly area: string }) {
  const w = useWords(words);
  const { count, moment } = useFormat();
  const { data } = useSuspenseQuery({ ...query(listCampaigns, { area }), refetchInterval: AGAIN_MS });
  return (
    <Table
      caption={w.list}
      nothing={w.none}
      rows={data.campaigns}
      keyOf={({ id }) => id}
      columns={[
        { key: "name", title: w.name, cell: ({ id, name }) => <a href={paths.campaign(id, area)}>{name}</a> },
        { key: "area", title: w.area, cell: ({ area: of }) => <PlaceLine code={of} /> },
        { key: "begun", title: w.begun, cell: ({ startedAt }) => moment(startedAt) },
        {
          key: "until",
          title: w.until,
          cell: ({ untilAt, closedAt }) => (closedAt === null ? moment(untilAt) : w.closed),
        },
        {
          key: "doors",
          title: w.covered,
          isNumber: true,
          cell: ({ coverage }) => w.of(count(coverage.covered), count(coverage.of)),
        },
        { key: "share", title: w.coverage, isNumber: true, cell: ({ coverage }) => percentText(coverage.permille) },
      ]}
    />
  );
}

function FindSheet() {
  const w = useWords(words);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const number = String(new FormData(event.currentTarget).get("number") ?? "").replace(/\D/g, "");
    location.hash = paths.campaignSheet(number);
  };
  return (
    <form className="filters" onSubmit={onSubmit}>
      <label className="field">
        <span>{w.number}</span>
        <input className="input input-small" name="number" inputMode="numeric" required pattern="\d{10}" />
      </label>
      <Button htmlType="submit">{w.find}</Button>
    </form>
  );
}

/** A form that is on the phones of the whole place; its name is kept, so that a newer version is opened once it stands. */
function FormPicker({ place }: { readonly place: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const asked = useQuery(query(listForms, { area: place }));
  const now = platformNow();
  const forms = (asked.data?.forms ?? []).filter(
    ({ state, area, until }) =>
      state === "published" && place.startsWith(area) && (until === null || instant(until) > now),
  );
  return (
    <label className="field">
      <strong>{w.formId}</strong>
      <select className="input" name="formId" key={place}>
        <option value="">{w.noForm}</option>
        {forms.map(({ id, key, title }) => (
          <option key={id} value={key}>
            {title[language]}
          </option>
        ))}
      </select>
      <span className="quiet">{w.formIdLead}</span>
    </label>
  );
}

/** What may be asked at a door; what is of the register itself, or of each person, has its own screens. */
const ASKABLE = Object.entries(ATTRIBUTES).filter(
  ([, attribute]) => attribute.subject !== "person" && !("isRegister" in attribute),
);

function Start({ area }: { readonly area: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const [place, setPlace] = useState(area);
  const [id, setId] = useState(() => v7());
  const start = useAct((body: z.input<(typeof startCampaign)["body"]>) => send(startCampaign, {}, body), {
    done: w.started,
    onDone: () => setId(v7()),
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    start.mutate({
      id,
      area: place,
      name: text("name"),
      questions: form.getAll("question").map(String),
      formId: text("formId") === "" ? null : text("formId"),
      untilAt: `${text("untilAt")}:00+08:00`,
    });
  };
  return (
    <form className="stack" onSubmit={onSubmit}>
      <label className="field">
        <strong>{w.name}</strong>
        <input className="input" name="name" required minLength={2} maxLength={60} />
      </label>
      <PlacePicker label={w.area} value={place} onChange={setPlace} within={area} />
      <label className="field">
        <strong>{w.untilAt}</strong>
        <input className="input" type="datetime-local" name="untilAt" required />
      </label>
      <fieldset className="campaign-questions">
        <legend>{w.questions}</legend>
        <p className="quiet">{w.questionsLead}</p>
        {ASKABLE.map(([name, attribute]) => (
          <label key={name}>
            <input type="checkbox" name="question" value={name} /> {attribute.title[language]}
          </label>
        ))}
      </fieldset>
      <FormPicker place={place} />
      <div>
        <Button type="primary" htmlType="submit" loading={start.isPending}>
          {w.startIt}
        </Button>
      </div>
    </form>
  );
}
