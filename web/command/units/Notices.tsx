import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { v7 } from "uuid";
import { issueNotice, listNotices, recallNotice } from "#capabilities/neighbours/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { Panel } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import { words } from "./words.ts";

const AGAIN_MS = 15_000;

/** Texts that heads are asked to pass on, with how many units said that they did; a new one by an operator. */
export function Notices({ area }: { readonly area: string }) {
  const w = useWords(words);
  const { count, moment } = useFormat();
  const { post } = useMe();
  const canGive = post.role === "operator";
  const { data } = useSuspenseQuery({ ...query(listNotices, { area }), refetchInterval: AGAIN_MS });
  const recall = useAct((noticeId: string) => send(recallNotice, { noticeId }, {}), { done: w.recalled });
  return (
    <>
      <Panel title={w.notices} note={w.noticesLead}>
        <Table
          caption={w.notices}
          nothing={w.noNotices}
          rows={data.notices}
          keyOf={({ id }) => id}
          columns={[
            { key: "title", title: w.noticeTitle, cell: ({ title }) => title },
            { key: "area", title: w.place, cell: ({ area: of }) => <PlaceLine code={of} /> },
            { key: "at", title: w.sent, cell: ({ at }) => moment(at) },
            { key: "until", title: w.until, cell: ({ untilAt }) => moment(untilAt) },
            {
              key: "read",
              title: w.read,
              isNumber: true,
              cell: ({ read, units }) => w.of(count(read), count(Math.max(read, units))),
            },
            {
              key: "deeds",
              title: "",
              cell: ({ id, title, area: of }) =>
                canGive &&
                of.startsWith(post.area) && (
                  <Button aria-label={w.recallOf(title)} loading={recall.isPending} onClick={() => recall.mutate(id)}>
                    {w.recall}
                  </Button>
                ),
            },
          ]}
        />
      </Panel>
      {canGive && area.startsWith(post.area) && (
        <Panel title={w.give}>
          <Give area={area} />
        </Panel>
      )}
    </>
  );
}

function Give({ area }: { readonly area: string }) {
  const w = useWords(words);
  const [id, setId] = useState(() => v7());
  const give = useAct(
    (text: { readonly title: string; readonly body: string; readonly days: number }) =>
      send(issueNotice, {}, { id, area, ...text }),
    { done: w.given, onDone: () => setId(v7()) },
  );
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    give.mutate({ title: text("title"), body: text("body"), days: Number(text("days")) });
  };
  // Under a new id after each: the form is empty again.
  return (
    <form key={id} className="stack" onSubmit={onSubmit} aria-label={w.give}>
      <label className="field">
        <strong>{w.noticeTitle}</strong>
        <input className="input" name="title" required minLength={2} maxLength={100} />
      </label>
      <label className="field">
        <strong>{w.noticeBody}</strong>
        <textarea className="text-area" name="body" rows={4} required minLength={2} maxLength={2000} />
      </label>
      <label className="field">
        <strong>{w.days}</strong>
        <input className="input input-small" name="days" type="number" min={1} max={30} defaultValue={7} required />
      </label>
      <div>
        <Button type="primary" htmlType="submit" loading={give.isPending}>
          {w.giveIt}
        </Button>
      </div>
    </form>
  );
}
