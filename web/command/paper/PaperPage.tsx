import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { v7 } from "uuid";
import { listPaperCodes, printPaperCode, revokePaperCode } from "#capabilities/credentials/contract.ts";
import { declareFor } from "#capabilities/declarations/contract.ts";
import { applyForSomeone } from "#capabilities/residents/contract-desk.ts";
import { normaliseNumber } from "#kernel/identity.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformNow, useMe } from "../../shared/me.ts";
import { isRefusal } from "../../shared/refusal.ts";
import { Refused } from "../../shared/states.tsx";
import { useAct } from "../kit/act.tsx";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import "./paper.css";
import { type Printed, Sheet } from "./Sheet.tsx";
import { words } from "./words.ts";

const DOCUMENTS = [
  "resident-id",
  "household-book",
  "hmt-residence",
  "passport",
  "hk-mo-permit",
  "tw-permit",
  "foreign-pr",
] as const;
const NEEDS_BIRTH: readonly string[] = ["passport", "hk-mo-permit", "tw-permit", "foreign-pr"];
const REASONS = ["no-phone", "disability", "care-home", "child-alone", "foreigner", "other"] as const;

/** Declares for someone without a phone and prints a code on paper; what was printed lately, and taking it back. */
export function Page() {
  const word = useWords(words);
  const [printed, setPrinted] = useState<Printed | null>(null);
  return (
    <div className="page-stack">
      <PageHead title={word.title} lead={word.lead} />
      <ForSomeone onPrinted={setPrinted} />
      {printed !== null && (
        <Panel title={word.sheetTitle}>
          <Sheet printed={printed} />
          <Button type="primary" onClick={() => window.print()}>
            {word.printing}
          </Button>
        </Panel>
      )}
      <Recent />
    </div>
  );
}

type Asked = { readonly personKey: string; readonly days: number };

function ForSomeone({ onPrinted }: { readonly onPrinted: (printed: Printed) => void }) {
  const word = useWords(words);
  const { post } = useMe();
  const [document, setDocument] = useState<(typeof DOCUMENTS)[number]>("resident-id");
  const [asked, setAsked] = useState<Asked | null>(null);
  const [ids] = useState(() => ({ application: v7(), declaration: v7() }));
  const print = useAct(({ personKey, days }: Asked) => send(printPaperCode, {}, { personKey, days }), {
    onDone: onPrinted,
  });
  const apply = useAct(async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? "").trim();
    const place = text("place");
    const { personKey } = await send(
      applyForSomeone,
      {},
      {
        id: ids.application,
        document,
        number: normaliseNumber(text("number")),
        name: text("name"),
        ...(NEEDS_BIRTH.includes(document) ? { bornOn: text("bornOn") } : {}),
        place,
        reason: REASONS.find((one) => one === text("reason")) ?? "no-phone",
      },
    );
    await send(
      declareFor,
      { personKey },
      {
        id: ids.declaration,
        baseVersion: 0,
        form: residentOf(place, text("address")),
      },
    ).catch((error: unknown) => {
      // Declared before: what stands is newer than what this form would say.
      if (!isRefusal(error, "declarations/changed-meanwhile")) throw error;
    });
    const next = { personKey, days: Number(text("days")) || 7 };
    setAsked(next);
    return next;
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    apply.mutate(new FormData(event.currentTarget));
  };
  return (
    <Panel title={word.who}>
      <form className="filters" onSubmit={onSubmit}>
        <label className="field">
          <span>{word.document}</span>
          <select
            className="input input-small"
            value={document}
            onChange={({ target }) => setDocument(DOCUMENTS.find((one) => one === target.value) ?? "resident-id")}
          >
            {DOCUMENTS.map((one) => (
              <option key={one} value={one}>
                {word.documents[one]}
              </option>
            ))}
          </select>
        </label>
        <Line name="number" label={word.number} />
        <Line name="name" label={word.name} />
        {NEEDS_BIRTH.includes(document) && <Line name="bornOn" label={word.bornOn} type="date" />}
        <Line name="place" label={word.place} initial={post.area.length >= 6 ? post.area : ""} title={word.placeHint} />
        <Line name="address" label={word.address} />
        <label className="field">
          <span>{word.reason}</span>
          <select className="input input-small" name="reason">
            {REASONS.map((one) => (
              <option key={one} value={one}>
                {word.reasons[one]}
              </option>
            ))}
          </select>
        </label>
        <Line name="days" label={word.days} type="number" initial="7" />
        <label className="field">
          <span>
            <input type="checkbox" required /> {word.declared}
          </span>
        </label>
        <Button type="primary" htmlType="submit" loading={apply.isPending}>
          {word.submit}
        </Button>
      </form>
      {apply.isError && <Refused error={apply.error} />}
      {asked !== null && (
        <p className="notice">
          {word.checking}
          <Button loading={print.isPending} onClick={() => print.mutate(asked)}>
            {word.printNow}
          </Button>
        </p>
      )}
      {print.isError && <Refused error={print.error} />}
    </Panel>
  );
}

/** Somebody who lives here and was not away: what the checkbox says in words. */
const residentOf = (place: string, addressDetail: string) => ({
  category: "resident" as const,
  hukou: place.slice(0, 6),
  trip: null,
  stayUntil: null,
  stays: [],
  contacts: [],
  symptoms: [],
  temperatureTenths: null,
  observation: "none" as const,
  place,
  addressDetail,
  lodging: "own-home" as const,
  employer: null,
  isTrue: true as const,
});

type LineProps = {
  readonly name: string;
  readonly label: string;
  readonly type?: string;
  readonly initial?: string;
  readonly title?: string;
};

const Line = ({ name, label, type = "text", initial = "", title }: LineProps) => (
  <label className="field">
    <span>{label}</span>
    <input className="input input-small" name={name} type={type} defaultValue={initial} title={title} required />
  </label>
);

function Recent() {
  const word = useWords(words);
  const format = useFormat();
  const recent = useQuery(query(listPaperCodes, {}));
  const revoke = useAct(
    (one: { readonly id: string; readonly because: "returned" | "lost" | "mistake" }) =>
      send(revokePaperCode, { id: one.id }, { because: one.because }),
    { done: word.done },
  );
  const stateOf = (one: Printed["paper"]) => {
    if (one.revokedAt !== null) return word.states.revoked;
    if (one.isListed) return word.states.listed;
    return Date.parse(one.expiresAt) <= platformNow() ? word.states.expired : word.states.valid;
  };
  return (
    <Panel title={word.recent}>
      {recent.isError && <Refused error={recent.error} />}
      <Table
        caption={word.recent}
        columns={[
          { key: "short", title: word.shortCode, cell: ({ shortCode }) => <span className="mono">{shortCode}</span> },
          { key: "place", title: word.issuer, cell: ({ place }) => <PlaceLine code={place} /> },
          { key: "issued", title: word.issued, cell: ({ issuedAt }) => format.moment(issuedAt) },
          { key: "valid", title: word.valid, cell: ({ expiresAt }) => format.moment(expiresAt) },
          { key: "state", title: word.state, cell: stateOf },
          {
            key: "revoke",
            title: word.revoke,
            cell: ({ id, revokedAt }) =>
              revokedAt === null &&
              (["returned", "lost", "mistake"] as const).map((because) => (
                <Button key={because} size="small" onClick={() => revoke.mutate({ id, because })}>
                  {word.because[because]}
                </Button>
              )),
          },
        ]}
        rows={recent.data?.items ?? []}
        keyOf={({ id }) => id}
        nothing={word.none}
      />
    </Panel>
  );
}
