import { useState } from "react";
import { cannotDo } from "#capabilities/tasks/contract.ts";
import { CANNOT_REASONS, type CannotReason } from "#capabilities/tasks/rules/cannot.ts";
import { useWords } from "../../shared/language.ts";
import { sharedSafetyWords } from "../../shared/safety-words.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { go, paths } from "../paths.ts";
import { give } from "../store/give.ts";
import { safetyWords } from "./words.ts";

/** The refuse button: one of four reasons, and the task is the desk's. */
export function CannotScreen({ taskId }: { readonly taskId: string }) {
  const w = useWords(safetyWords);
  const { cannot } = useWords(sharedSafetyWords);
  const [because, setBecause] = useState<CannotReason | null>(null);
  const onSend = async () => {
    if (because === null) return;
    await give(cannotDo, { taskId, because });
    go(paths.outbox, { instead: true });
  };
  return (
    <>
      <Bar title={w.cannotTitle} back={paths.task(taskId)} />
      <div className="report">
        <p>{w.cannotLead}</p>
        <OneOf label={w.leaveWhy} options={CANNOT_REASONS} words={cannot} value={because} onChange={setBecause} />
      </div>
      <div className="dock">
        <button type="button" className="button button-main" disabled={because === null} onClick={() => void onSend()}>
          {w.cannotSend}
        </button>
      </div>
    </>
  );
}
