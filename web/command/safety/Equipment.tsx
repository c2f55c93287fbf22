import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { answerRequest, changeStock, listEquipment } from "#capabilities/safety/contract.ts";
import { ITEMS, type Item } from "#capabilities/safety/rules/equipment.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { sharedSafetyWords } from "../../shared/safety-words.ts";
import { useAct } from "../kit/act.tsx";
import { PlaceName } from "../kit/place.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { Table } from "../kit/Table.tsx";
import { safetyWords } from "./words.ts";

type Request = z.output<(typeof listEquipment)["result"]>["requests"][number];

const LOOK_EVERY_MS = 15_000;

export function Equipment({ area }: { readonly area: string }) {
  const w = useWords(safetyWords);
  const { item, request } = useWords(sharedSafetyWords);
  const { count } = useFormat();
  const { data } = useSuspenseQuery({ ...query(listEquipment, { area }), refetchInterval: LOOK_EVERY_MS });
  return (
    <div className="stack">
      <Table
        caption={w.requests}
        columns={[
          {
            key: "worker",
            title: w.worker,
            cell: (one) => (
              <>
                {one.worker}
                <br />
                <span className="quiet">
                  <PlaceName code={one.place} />
                </span>
              </>
            ),
          },
          { key: "item", title: w.item, cell: (one) => item[one.item] },
          { key: "asked", title: w.asked, isNumber: true, cell: (one) => count(one.asked) },
          { key: "state", title: w.state, cell: (one) => request[one.state] },
          { key: "deeds", title: "", cell: (one) => <Answer of={one} /> },
        ]}
        rows={data.requests}
        keyOf={({ id }) => id}
        nothing={w.noRequests}
      />
      <Table
        caption={w.equipment}
        columns={[
          { key: "item", title: w.item, cell: (one) => item[one.item] },
          { key: "here", title: w.here, isNumber: true, cell: (one) => count(one.here) },
          { key: "below", title: w.below, isNumber: true, cell: (one) => count(one.below) },
        ]}
        rows={data.stock}
        keyOf={(one) => one.item}
      />
      <Delivery area={area} />
    </div>
  );
}

function Answer({ of }: { readonly of: Request }) {
  const w = useWords(safetyWords);
  const [number, setNumber] = useState(String(of.asked));
  const [isRefusing, setRefusing] = useState(false);
  const requestId = of.id;
  const allotting = useAct(() => send(answerRequest, { requestId }, { answer: "allot", quantity: Number(number) }), {
    done: w.done,
  });
  const handing = useAct(() => send(answerRequest, { requestId }, { answer: "hand-over" }), { done: w.done });
  const refusing = useAct((reason: string) => send(answerRequest, { requestId }, { answer: "refuse", reason }), {
    done: w.done,
    onDone: () => setRefusing(false),
  });
  if (of.state === "handed-over") return null;
  return (
    <div className="row">
      {of.state === "asked" && (
        <>
          <input
            className="input input-small"
            aria-label={w.allotted}
            inputMode="numeric"
            size={5}
            value={number}
            onChange={({ target }) => setNumber(target.value)}
          />
          <Button type="primary" disabled={!/^[1-9]\d{0,5}$/.test(number)} onClick={() => allotting.mutate(undefined)}>
            {w.allot}
          </Button>
        </>
      )}
      {of.state === "allotted" && (
        <Button type="primary" onClick={() => handing.mutate(undefined)}>
          {w.handOver}
        </Button>
      )}
      <Button onClick={() => setRefusing(true)}>{w.refuse}</Button>
      {isRefusing && (
        <ReasonDialog
          title={w.refuseReason}
          okText={w.refuse}
          isPending={refusing.isPending}
          onOk={(reason) => refusing.mutate(reason)}
          onClose={() => setRefusing(false)}
        />
      )}
    </div>
  );
}

function Delivery({ area }: { readonly area: string }) {
  const w = useWords(safetyWords);
  const { item: names } = useWords(sharedSafetyWords);
  const [item, setItem] = useState<Item>("mask");
  const [by, setBy] = useState("");
  const [reason, setReason] = useState("");
  const saving = useAct(() => send(changeStock, { area }, { item, by: Number(by), reason: reason.trim() }), {
    done: w.done,
    onDone: () => setBy(""),
  });
  return (
    <form className="filters" onSubmit={(event) => event.preventDefault()}>
      <label className="field">
        <span>{w.delivery}</span>
        <select
          className="input input-small"
          value={item}
          onChange={({ target }) => setItem(ITEMS.find((one) => one === target.value) ?? "mask")}
        >
          {ITEMS.map((one) => (
            <option key={one} value={one}>
              {names[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{w.quantity}</span>
        <input
          className="input input-small"
          inputMode="numeric"
          value={by}
          onChange={({ target }) => setBy(target.value)}
        />
      </label>
      <label className="field">
        <span>{w.reason}</span>
        <input
          className="input input-small"
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      <Button
        disabled={!/^-?[1-9]\d{0,5}$/.test(by) || reason.trim().length < 2}
        loading={saving.isPending}
        onClick={() => saving.mutate(undefined)}
      >
        {w.record}
      </Button>
    </form>
  );
}
