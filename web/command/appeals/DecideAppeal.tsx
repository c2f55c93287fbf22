import { Modal } from "antd";
import { useState } from "react";
import { decideAppeal } from "#capabilities/appeals/contract-desk.ts";
import { APPEAL_OUTCOMES, type AppealOutcome } from "#capabilities/appeals/rules/states.ts";
import { send } from "../../shared/api.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { words as kit } from "../kit/words.ts";
import type { Appeal } from "./types.ts";
import { words } from "./words.ts";

const REASON = 10;

/** Upheld, in part (then which evidence), or rejected; the reasons become the letter. */
export function DecideAppeal({ one, onClose }: { readonly one: Appeal; readonly onClose: () => void }) {
  const word = useWords(words);
  const { cancel } = useWords(kit);
  const language = useLanguage();
  const [outcome, setOutcome] = useState<AppealOutcome | null>(null);
  const [gone, setGone] = useState<readonly string[]>([]);
  const [reason, setReason] = useState("");
  const decide = useAct(
    (chosen: AppealOutcome) =>
      send(
        decideAppeal,
        { id: one.id },
        { outcome: chosen, reasonZh: reason.trim(), evidenceIds: chosen === "partial" ? [...gone] : [] },
      ),
    { done: word.done, onDone: onClose },
  );
  const isWhole = outcome !== null && reason.trim().length >= REASON && (outcome !== "partial" || gone.length > 0);
  const toggle = (id: string) => setGone(gone.includes(id) ? gone.filter((each) => each !== id) : [...gone, id]);
  return (
    <Modal
      open
      width={560}
      title={word.decide}
      okText={word.decide}
      cancelText={cancel}
      okButtonProps={{ disabled: !isWhole, loading: decide.isPending }}
      onOk={() => outcome !== null && decide.mutate(outcome)}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="quiet">{word.decideNote}</p>
        <fieldset>
          <legend>{word.outcome}</legend>
          {APPEAL_OUTCOMES.map((each) => (
            <label key={each} className="row">
              <input type="radio" name="outcome" checked={each === outcome} onChange={() => setOutcome(each)} />
              {word.outcomes[each]}
            </label>
          ))}
        </fieldset>
        {outcome === "partial" && (
          <fieldset>
            <legend>{word.which}</legend>
            {one.evidence.map((piece) => (
              <label key={piece.id} className="row">
                <input type="checkbox" checked={gone.includes(piece.id)} onChange={() => toggle(piece.id)} />
                {piece.reason[language]}
              </label>
            ))}
          </fieldset>
        )}
        <label className="field">
          <span>{word.reason}</span>
          <textarea
            className="input"
            rows={4}
            maxLength={1000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
      </div>
    </Modal>
  );
}
