import { useSuspenseQuery } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import { answerOffers, followInbox, listOffers, takeBackOffers } from "#capabilities/tasks/contract.ts";
import type { TaskLine } from "#capabilities/tasks/rules/shapes.ts";
import { ask, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { Panel } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { type Column, Table } from "../kit/Table.tsx";
import { words as kitWords } from "../kit/words.ts";
import { useTaskColumns } from "./columns.tsx";
import { words } from "./words.ts";

/** Transfers that wait: what others offer to this area, and what it has offered and still holds. */
export function Offers({ area }: { readonly area: string }) {
  const word = useWords(words);
  const { post } = useMe();
  const { moment } = useFormat();
  const base = useTaskColumns();
  const [declining, setDeclining] = useState<string | null>(null);
  const { data } = useSuspenseQuery({
    queryKey: [followInbox.path, listOffers.path, area],
    queryFn: ({ signal }) => ask(listOffers, { area }, signal),
    staleTime: 30_000,
  });
  const accepting = useAct((id: string) => send(answerOffers, {}, { answer: "accept", taskIds: [id] }), {
    done: word.done,
  });
  const takingBack = useAct((id: string) => send(takeBackOffers, {}, { taskIds: [id] }), { done: word.done });
  const mayAct = post.role === "operator";
  const kept = base.filter(({ key }) => key !== "state");
  const by: Column<TaskLine> = {
    key: "decide",
    title: word.decideBy,
    cell: ({ decideBy }) => (decideBy === null ? "—" : moment(decideBy)),
  };
  const answer: Column<TaskLine> = {
    key: "answer",
    title: word.answer,
    cell: ({ id }) => (
      <span className="row">
        <Button type="primary" size="small" onClick={() => accepting.mutate(id)}>
          {word.accept}
        </Button>
        <Button size="small" onClick={() => setDeclining(id)}>
          {word.decline}
        </Button>
      </span>
    ),
  };
  const to: Column<TaskLine> = {
    key: "to",
    title: word.toPlace,
    cell: ({ offeredTo }) => (offeredTo === null ? "—" : <PlaceLine code={offeredTo} />),
  };
  const back: Column<TaskLine> = {
    key: "back",
    title: word.answer,
    cell: ({ id }) => (
      <Button size="small" onClick={() => takingBack.mutate(id)}>
        {word.takeBack}
      </Button>
    ),
  };
  const keyOf = ({ id, county }: TaskLine) => `${county} ${id}`;
  return (
    <>
      <Panel title={word.received}>
        <Table
          caption={word.received}
          columns={[...kept, by, ...(mayAct ? [answer] : [])]}
          rows={data.received}
          keyOf={keyOf}
          nothing={word.noOffers}
        />
      </Panel>
      <Panel title={word.sent}>
        <Table
          caption={word.sent}
          columns={[...kept, to, by, ...(mayAct ? [back] : [])]}
          rows={data.sent}
          keyOf={keyOf}
          nothing={word.noOffers}
        />
      </Panel>
      {declining !== null && <Decline taskId={declining} onClose={() => setDeclining(null)} />}
    </>
  );
}

function Decline({ taskId, onClose }: { readonly taskId: string; readonly onClose: () => void }) {
  const word = useWords(words);
  const { cancel } = useWords(kitWords);
  const [reason, setReason] = useState("");
  const declining = useAct(
    () => send(answerOffers, {}, { answer: "decline", taskIds: [taskId], reason: reason.trim() }),
    { done: word.done, onDone: onClose },
  );
  return (
    <Modal
      open
      title={word.declineTitle}
      okText={word.decline}
      cancelText={cancel}
      okButtonProps={{ disabled: reason.trim().length < 2, loading: declining.isPending }}
      onOk={() => declining.mutate(undefined)}
      onCancel={onClose}
    >
      <label className="field">
        <span>{word.reason}</span>
        <input className="input" maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
      </label>
    </Modal>
  );
}
