import { Modal } from "antd";
import { useState } from "react";
import { decideCase } from "#capabilities/false-greens/contract.ts";
import { type CaseState, mayDecide, OUTCOMES, type Outcome } from "#capabilities/false-greens/rules/states.ts";
import { send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { words as kit } from "../kit/words.ts";
import { words } from "./words.ts";

const REASON = 10;
type Props = { readonly id: string; readonly state: CaseState; readonly onClose: () => void };

/** The finding of the health department: what may not be chosen yet is not offered. */
export function DecideCase({ id, state, onClose }: Props) {
  const word = useWords(words);
  const { cancel } = useWords(kit);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [reason, setReason] = useState("");
  const decide = useAct((chosen: Outcome) => send(decideCase, { id }, { outcome: chosen, reason: reason.trim() }), {
    done: word.done,
    onDone: onClose,
  });
  return (
    <Modal
      open
      width={560}
      title={word.decide}
      okText={word.decide}
      cancelText={cancel}
      okButtonProps={{ disabled: outcome === null || reason.trim().length < REASON, loading: decide.isPending }}
      onOk={() => outcome !== null && decide.mutate(outcome)}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="quiet">{word.decideNote}</p>
        <fieldset>
          <legend>{word.outcome}</legend>
          {OUTCOMES.filter((one) => mayDecide(state, one) === "ok").map((one) => (
            <label key={one} className="row">
              <input type="radio" name="outcome" checked={one === outcome} onChange={() => setOutcome(one)} />
              {word.outcomes[one]}
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span>{word.reasonLong}</span>
          <textarea
            className="input"
            rows={3}
            maxLength={500}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
      </div>
    </Modal>
  );
}
