import { useState } from "react";
import { v7 } from "uuid";
import { withdraw } from "#capabilities/safety/contract.ts";
import { WITHDRAW_REASONS, type WithdrawReason } from "#capabilities/safety/rules/alarm.ts";
import { useWords } from "../../shared/language.ts";
import { sharedSafetyWords } from "../../shared/safety-words.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { shortOf } from "../parts/short.ts";
import { go, paths } from "../paths.ts";
import { useLocal } from "../store/local.ts";
import { tasksHere } from "../store/outbox-rules.ts";
import { callForHelp } from "./alarm.ts";
import { safetyWords } from "./words.ts";

/** A door that no task of mine stands for: of a screening, an observed home, a visit on the way. */
const ANOTHER = "another";

/**
 * Away from a door that is not safe: everything of it goes back to the desk, and the centre hears at once. `place`: where the
 * door is, when the way here led from a door without a task.
 */
export function LeaveScreen({
  taskId,
  place = null,
}: {
  readonly taskId: string | null;
  readonly place?: string | null;
}) {
  const w = useWords(safetyWords);
  const { because: reasons } = useWords(sharedSafetyWords);
  const inbox = useLocal(({ kept }) => (kept.me === undefined ? undefined : kept[`inbox/${kept.me.value.post.id}`]));
  const outbox = useLocal((local) => local.outbox);
  const tasks = tasksHere(inbox?.value.tasks ?? [], outbox);
  const [chosen, setChosen] = useState(tasks.length === 0 || place !== null ? ANOTHER : taskId);
  const [because, setBecause] = useState<WithdrawReason | null>(null);
  // Pressed again after a failure it is the same withdrawal.
  const [id] = useState(() => v7());
  const [is, setIs] = useState<"ready" | "busy" | "failed">("ready");
  const names = Object.fromEntries(tasks.map((task) => [task.id, w.number(shortOf(task.personKey))]));
  const onLeave = async () => {
    if (chosen === null || because === null) return;
    setIs("busy");
    const door = chosen === ANOTHER ? (place === null ? {} : { at: place }) : { taskId: chosen };
    const called = await callForHelp(withdraw, { ...door, because }, id);
    if (called === "failed") setIs("failed");
    else go(paths.section("safety"), { instead: true });
  };
  return (
    <>
      <Bar title={w.leave} back={paths.section("safety")} />
      <div className="report">
        <p>{w.leaveLead}</p>
        {tasks.length > 0 && (
          <OneOf
            label={w.leaveWhich}
            options={[...Object.keys(names), ANOTHER]}
            words={{ ...names, [ANOTHER]: w.leaveAnother }}
            value={chosen}
            onChange={setChosen}
          />
        )}
        <OneOf label={w.leaveWhy} options={WITHDRAW_REASONS} words={reasons} value={because} onChange={setBecause} />
      </div>
      <div className="dock">
        {is === "failed" && (
          <p className="form-fault" role="alert">
            {`${w.notSentLocked} `}
            <a href="tel:110">{w.police}</a>
          </p>
        )}
        <button
          type="button"
          className="button button-main"
          disabled={chosen === null || because === null || is === "busy"}
          onClick={() => void onLeave()}
        >
          {w.leaveNow}
        </button>
      </div>
    </>
  );
}
