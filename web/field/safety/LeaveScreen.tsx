import { useState } from "react";
import { withdraw } from "#capabilities/safety/contract.ts";
import { WITHDRAW_REASONS, type WithdrawReason } from "#capabilities/safety/rules/alarm.ts";
import { useWords } from "../../shared/language.ts";
import { sharedSafetyWords } from "../../shared/safety-words.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { shortOf } from "../parts/short.ts";
import { go, paths } from "../paths.ts";
import { give } from "../store/give.ts";
import { useLocal } from "../store/local.ts";
import { tasksHere } from "../store/outbox-rules.ts";
import { safetyWords } from "./words.ts";

/** Away from a door that is not safe: everything of it goes back to the desk, and the centre hears at once. */
export function LeaveScreen({ taskId }: { readonly taskId: string | null }) {
  const w = useWords(safetyWords);
  const { because: reasons } = useWords(sharedSafetyWords);
  const inbox = useLocal(({ kept }) => (kept.me === undefined ? undefined : kept[`inbox/${kept.me.value.post.id}`]));
  const outbox = useLocal((local) => local.outbox);
  const tasks = tasksHere(inbox?.value.tasks ?? [], outbox);
  const [chosen, setChosen] = useState(taskId);
  const [because, setBecause] = useState<WithdrawReason | null>(null);
  const names = Object.fromEntries(tasks.map(({ id, personKey }) => [id, w.number(shortOf(personKey))]));
  const onLeave = async () => {
    if (chosen === null || because === null) return;
    navigator.vibrate?.(60);
    await give(withdraw, { taskId: chosen, because });
    go(paths.section("safety"), { instead: true });
  };
  return (
    <>
      <Bar title={w.leave} back={paths.section("safety")} />
      <div className="report">
        <p>{w.leaveLead}</p>
        {tasks.length === 0 ? (
          <p className="quiet">{w.noTasks}</p>
        ) : (
          <>
            <OneOf
              label={w.leaveWhich}
              options={Object.keys(names)}
              words={names}
              value={chosen}
              onChange={setChosen}
            />
            <OneOf
              label={w.leaveWhy}
              options={WITHDRAW_REASONS}
              words={reasons}
              value={because}
              onChange={setBecause}
            />
          </>
        )}
      </div>
      <div className="dock">
        <button
          type="button"
          className="button button-main"
          disabled={chosen === null || because === null}
          onClick={() => void onLeave()}
        >
          {w.leaveNow}
        </button>
      </div>
    </>
  );
}
