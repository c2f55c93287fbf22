import { useState } from "react";
import { useWords } from "../../shared/language.ts";
import { attachWords } from "../words-attach.ts";
import { Text } from "./Text.tsx";

type Props = {
  /** The deed, on the button. */
  readonly label: string;
  /** What is asked; the word for "reason" when not said. */
  readonly ask?: string;
  readonly maxLength?: number;
  /** What is done most of all here. */
  readonly isMain?: boolean;
  readonly onSay: (reason: string) => void;
};

/** A deed that needs a sentence: asked for when the button is pressed. */
export function WithReason({ label, ask, maxLength = 200, isMain = false, onSay }: Props) {
  const w = useWords(attachWords);
  const [reason, setReason] = useState<string | null>(null);
  if (reason === null)
    return (
      <button type="button" className={isMain ? "button button-main" : "button"} onClick={() => setReason("")}>
        {label}
      </button>
    );
  return (
    <div className="reason">
      <Text label={ask ?? w.because} value={reason} onChange={setReason} maxLength={maxLength} rows={3} />
      <div className="actions">
        <button type="button" className="button" onClick={() => setReason(null)}>
          {w.cancel}
        </button>
        <button
          type="button"
          className="button button-main"
          disabled={reason.trim().length < 2}
          onClick={() => onSay(reason.trim())}
        >
          {label}
        </button>
      </div>
    </div>
  );
}
