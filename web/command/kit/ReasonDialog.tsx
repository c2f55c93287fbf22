import { Modal } from "antd";
import { type ReactNode, useState } from "react";
import { useWords } from "../../shared/language.ts";
import { words } from "./words.ts";

type Props = {
  readonly title: string;
  readonly okText: string;
  readonly isPending: boolean;
  readonly isDanger?: boolean;
  /** False while something else of the dialog is missing. */
  readonly isWhole?: boolean;
  readonly onOk: (reason: string) => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
};

/** Shortest reason that the API takes. */
const REASON = 4;

/** A deed that needs its reason: the reason is on record with whoever did it. */
export function ReasonDialog({ title, okText, isPending, isDanger, isWhole = true, onOk, onClose, children }: Props) {
  const { cancel, reasonNeeded: label } = useWords(words);
  const [reason, setReason] = useState("");
  return (
    <Modal
      open
      width={560}
      title={title}
      okText={okText}
      cancelText={cancel}
      okButtonProps={{
        danger: isDanger === true,
        disabled: !isWhole || reason.trim().length < REASON,
        loading: isPending,
      }}
      onOk={() => onOk(reason.trim())}
      onCancel={onClose}
    >
      <div className="stack">
        {children}
        <label className="field">
          <span>{label}</span>
          <input className="input" maxLength={200} value={reason} onChange={({ target }) => setReason(target.value)} />
        </label>
      </div>
    </Modal>
  );
}
