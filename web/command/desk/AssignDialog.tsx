import { useQuery } from "@tanstack/react-query";
import { App, Modal } from "antd";
import { useState } from "react";
import { assignTasks, startBulk } from "#capabilities/tasks/contract.ts";
import { listPosts } from "#capabilities/workers/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { words as common } from "../../shared/words.ts";
import { useAct } from "../kit/act.tsx";
import { PlacePicker } from "../kit/PlacePicker.tsx";
import { words as kitWords } from "../kit/words.ts";
import type { Select } from "./filter.ts";
import { words } from "./words.ts";

/** Tasks of one plain request; more than that go as a job. */
const AT_ONCE = 200;

type Props = {
  readonly area: string;
  /** Null: all that match the filter, as a job with progress and undo. */
  readonly chosen: readonly string[] | null;
  readonly select: Select | null;
  readonly onClose: () => void;
  /** With the id of the job, when it became one. */
  readonly onDone: (jobId: string | null) => void;
};

export function AssignDialog({ area, chosen, select, onClose, onDone }: Props) {
  const word = useWords(words);
  const { cancel } = useWords(kitWords);
  const { count } = useFormat();
  const { message } = App.useApp();
  const [place, setPlace] = useState<string | null>(null);
  const [postId, setPostId] = useState("");
  const [reason, setReason] = useState("");
  const assigning = useAct(
    async (to: { postId: string } | { place: string }) => {
      const why = reason.trim() === "" ? {} : { reason: reason.trim() };
      if (chosen !== null && chosen.length <= AT_ONCE) {
        const { done, skipped } = await send(assignTasks, {}, { taskIds: [...chosen], to, ...why });
        void message.success(word.assigned(count(done.length), count(skipped.length)));
        return null;
      }
      const which =
        chosen === null && select !== null
          ? { filter: select.filter, scope: select.scope, ...(select.isOverdue ? { overdue: true } : {}) }
          : { taskIds: [...(chosen ?? [])] };
      const { jobId } = await send(startBulk, { area }, { action: { kind: "assign", to, ...why }, select: which });
      return jobId;
    },
    { onDone },
  );
  return (
    <Modal
      open
      title={word.assignTitle}
      okText={word.assign}
      cancelText={cancel}
      okButtonProps={{ disabled: place === null, loading: assigning.isPending }}
      onOk={() => place !== null && assigning.mutate(postId === "" ? { place } : { postId })}
      onCancel={onClose}
    >
      <div className="stack">
        <p>{chosen === null ? word.assignWhole : word.assignCount(count(chosen.length))}</p>
        <PlacePicker
          label={word.to}
          value={place}
          within={area}
          onChange={(code) => {
            setPlace(code);
            setPostId("");
          }}
        />
        {place !== null && <Workers area={place} value={postId} onChange={setPostId} />}
        <label className="field">
          <span>{word.reasonOptional}</span>
          <input className="input" maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
        </label>
      </div>
    </Modal>
  );
}

type WorkersProps = { readonly area: string; readonly value: string; readonly onChange: (postId: string) => void };

/** The place's own worker as the platform would choose, or one of those on duty there, by name and load. */
function Workers({ area, value, onChange }: WorkersProps) {
  const word = useWords(words);
  const { role } = useWords(common);
  const { count } = useFormat();
  const isSmall = area.length >= 6;
  const { data } = useQuery({ ...query(listPosts, { area, duty: "on", limit: 50 }), enabled: isSmall });
  const posts = data?.items.filter((one) => one.role === "grid-worker" || one.role === "grid-leader") ?? [];
  const choices = [
    { id: "", text: word.toPlaceWorker },
    ...posts.map((one) => ({
      id: one.id,
      text: `${one.displayName} · ${role[one.role]} · ${one.areaName ?? one.area} · ${word.openTasks(count(one.openTasks))}`,
    })),
  ];
  return (
    <fieldset className="radios">
      <legend className="visually-hidden">{word.to}</legend>
      {choices.map(({ id, text }) => (
        <label key={id} className="row">
          <input type="radio" name="worker" checked={value === id} onChange={() => onChange(id)} />
          {text}
        </label>
      ))}
      {isSmall && data && posts.length === 0 && <p className="quiet">{word.noWorkers}</p>}
    </fieldset>
  );
}
