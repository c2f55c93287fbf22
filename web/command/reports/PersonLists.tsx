import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { decidePersonList, downloadPersonList, listPersonLists } from "#capabilities/reports/contract.ts";
import { addressOf, query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { PlaceName } from "../kit/place.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { Table } from "../kit/Table.tsx";
import { words } from "./words.ts";

/** Lists of persons that were asked for: two decide, whoever asked fetches, and nobody's name is on this page. */
export function PersonLists({ area }: { readonly area: string }) {
  const word = useWords(words);
  const { day, moment, count } = useFormat();
  const [refused, setRefused] = useState<string | null>(null);
  const { data } = useSuspenseQuery({ ...query(listPersonLists, { area }), refetchInterval: 30_000 });
  const approving = useAct((listId: string) => send(decidePersonList, { listId }, { decision: "approve" }), {
    done: word.approved,
  });
  const refusing = useAct(
    ({ listId, reason }: { listId: string; reason: string }) =>
      send(decidePersonList, { listId }, { decision: "refuse", reason }),
    { done: word.refusedDone, onDone: () => setRefused(null) },
  );
  return (
    <>
      <Table
        caption={word.persons}
        columns={[
          { key: "title", title: word.name, cell: (one: (typeof data.lists)[number]) => one.title },
          { key: "area", title: word.area, cell: (one) => <PlaceName code={one.area} /> },
          { key: "day", title: word.day, cell: (one) => day(one.day) },
          {
            key: "why",
            title: word.purpose,
            cell: (one) => (
              <>
                {word.purposes[one.purpose]}
                <br />
                <span className="quiet">{one.reason}</span>
              </>
            ),
          },
          { key: "by", title: word.askedBy, cell: (one) => `${one.askedBy} · ${moment(one.askedAt)}` },
          {
            key: "decisions",
            title: word.decisions,
            cell: (one) =>
              one.decisions
                .map(
                  ({ name, department, decision, reason }) =>
                    `${word.departments[department]} ${name} ${word.decided[decision]}${reason === null ? "" : `：${reason}`}`,
                )
                .join("；"),
          },
          {
            key: "state",
            title: word.state,
            cell: (one) =>
              [
                word.states[one.state],
                ...(one.persons === null ? [] : [word.personsIn(count(one.persons))]),
                ...(one.state === "made" && one.expiresAt !== null ? [word.until(moment(one.expiresAt))] : []),
              ].join(" · "),
          },
          {
            key: "deeds",
            title: "",
            cell: (one) => (
              <span className="row">
                {one.mayDecide && (
                  <>
                    <Button type="primary" loading={approving.isPending} onClick={() => approving.mutate(one.id)}>
                      {word.approve}
                    </Button>
                    <Button danger onClick={() => setRefused(one.id)}>
                      {word.refuse}
                    </Button>
                  </>
                )}
                {one.mayFetch && (
                  <a href={addressOf(downloadPersonList, { listId: one.id })} download>
                    {word.download}
                  </a>
                )}
              </span>
            ),
          },
        ]}
        rows={data.lists}
        keyOf={({ id }) => id}
        nothing={word.noLists}
      />
      {refused !== null && (
        <ReasonDialog
          title={word.refuse}
          okText={word.refuse}
          isPending={refusing.isPending}
          isDanger
          onOk={(reason) => refusing.mutate({ listId: refused, reason })}
          onClose={() => setRefused(null)}
        />
      )}
    </>
  );
}
