import { useQuery } from "@tanstack/react-query";
import { App, Modal } from "antd";
import { useState } from "react";
import { listPosts, startAbsence } from "#capabilities/workers/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import type { Staff } from "./types.ts";
import { words } from "./words.ts";

type Props = { readonly of: Staff; readonly county: string; readonly onClose: () => void };

/** From now: the open tasks go to the substitute, or by the rules when none is named. */
export function AbsenceDialog({ of, county, onClose }: Props) {
  const word = useWords(words);
  const { count } = useFormat();
  const { message } = App.useApp();
  const [until, setUntil] = useState("");
  const [substitute, setSubstitute] = useState("");
  const [reason, setReason] = useState("");
  // Substitutes come from the same township first; the county's list would be thousands.
  const area = of.area.slice(0, Math.max(county.length, 9));
  const { data } = useQuery(query(listPosts, { area, duty: "on", role: of.role, limit: 100 }));
  const saving = useAct(
    async () => {
      const { tasksMoved } = await send(
        startAbsence,
        { postId: of.id },
        {
          until: until === "" ? null : `${until}:00+08:00`,
          substitutePostId: substitute === "" ? null : substitute,
          reason: reason.trim(),
        },
      );
      void message.success(word.saved(count(tasksMoved)));
    },
    { onDone: onClose },
  );
  return (
    <Modal
      open
      title={`${word.absenceTitle} · ${of.displayName}`}
      okText={word.save}
      cancelText={word.cancel}
      okButtonProps={{ disabled: reason.trim().length < 4, loading: saving.isPending }}
      onOk={() => saving.mutate(undefined)}
      onCancel={onClose}
    >
      <div className="stack">
        <label className="field">
          <span>{word.until}</span>
          <input
            className="input"
            type="datetime-local"
            value={until}
            onChange={({ target }) => setUntil(target.value)}
          />
        </label>
        <label className="field">
          <span>{word.substitute}</span>
          <select className="input" value={substitute} onChange={({ target }) => setSubstitute(target.value)}>
            <option value="">{word.noSubstitute}</option>
            {data?.items
              .filter(({ id }) => id !== of.id)
              .map((one) => (
                <option key={one.id} value={one.id}>
                  {`${one.displayName} · ${one.areaName ?? one.area}`}
                </option>
              ))}
          </select>
        </label>
        <label className="field">
          <span>{word.reason}</span>
          <input className="input" maxLength={200} value={reason} onChange={({ target }) => setReason(target.value)} />
        </label>
      </div>
    </Modal>
  );
}
