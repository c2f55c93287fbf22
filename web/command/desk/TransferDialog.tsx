import { App, Modal } from "antd";
import { useState } from "react";
import { transferTasks } from "#capabilities/tasks/contract.ts";
import { send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { PlacePicker } from "../kit/PlacePicker.tsx";
import { words as kitWords } from "../kit/words.ts";
import { words } from "./words.ts";

type Props = { readonly chosen: readonly string[]; readonly onClose: () => void; readonly onDone: () => void };

/** The province: places of the other side are looked for beyond one's own area. */
const provinceOf = (code: string | null) => (code ?? "32").slice(0, 2);

/** Offers tasks to another place; until the other side accepts they stay this desk's. */
export function TransferDialog({ chosen, onClose, onDone }: Props) {
  const word = useWords(words);
  const { cancel } = useWords(kitWords);
  const { count } = useFormat();
  const { message } = App.useApp();
  const [toPlace, setToPlace] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const offering = useAct(
    async (to: string) => {
      const { offered } = await send(transferTasks, {}, { taskIds: [...chosen], toPlace: to, reason: reason.trim() });
      void message.success(word.transferred(count(offered.length)));
    },
    { onDone },
  );
  return (
    <Modal
      open
      title={word.transferTitle}
      okText={word.transfer}
      cancelText={cancel}
      okButtonProps={{ disabled: toPlace === null || reason.trim().length < 2, loading: offering.isPending }}
      onOk={() => toPlace !== null && offering.mutate(toPlace)}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="quiet">{word.transferNote}</p>
        <PlacePicker label={word.toPlace} value={toPlace} within={provinceOf(toPlace)} onChange={setToPlace} />
        <label className="field">
          <span>{word.reason}</span>
          <input className="input" maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
        </label>
      </div>
    </Modal>
  );
}
