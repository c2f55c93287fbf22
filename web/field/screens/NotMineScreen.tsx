import { useState } from "react";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { PlacePicker } from "../parts/PlacePicker.tsx";
import { Text } from "../parts/Text.tsx";
import { go, paths } from "../paths.ts";
import { safetyWords } from "../safety/words.ts";
import { post, useLocal } from "../store/local.ts";
import { trySending } from "../store/sync.ts";
import { useTyped } from "../store/typed.ts";
import { words } from "../words.ts";
import { reportWords } from "../words-report.ts";
import { useTask } from "./ResidentScreen.tsx";

const KINDS = ["not-mine", "cannot-locate"] as const;
type Kind = (typeof KINDS)[number];
/** As the contract takes a reason. */
const REASON = { least: 2, most: 500 } as const;

/** Gives a task back: somebody else's, or a door that cannot be found. */
export function NotMineScreen({ taskId }: { readonly taskId: string }) {
  const w = useWords(reportWords);
  const { goneTask } = useWords(words);
  const safety = useWords(safetyWords);
  const { task } = useTask(taskId);
  const province = useLocal(({ kept }) => kept.me?.value.post.area.slice(0, 2) ?? "");
  const [kind, setKind] = useState<Kind>("not-mine");
  const [reason, setReason] = useTyped(`return/${taskId}`);
  const [place, setPlace] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  if (task === null)
    return (
      <>
        <Bar title={w.notMineTitle} />
        <p className="empty">{goneTask}</p>
      </>
    );
  const about = { taskId, tier: task.tier, place: task.place };
  const onSend = async () => {
    setBusy(true);
    const text = reason.trim();
    await post([
      {
        command:
          kind === "not-mine"
            ? { kind, taskId, reason: text, proposedPlace: place, about }
            : { kind, taskId, reason: text, about },
      },
    ]);
    setReason("");
    void trySending();
    go(paths.outbox, { instead: true });
  };
  return (
    <>
      <Bar title={w.notMineTitle} back={paths.task(taskId)} />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        <p>{w.notMineLead}</p>
        <nav className="actions" aria-label={safety.cannotTitle}>
          <a className="button" href={paths.section("safety", "cannot", taskId)}>
            {safety.cannotTitle}
          </a>
          <a className="button" href={paths.section("safety", "leave", taskId)}>
            {safety.leave}
          </a>
        </nav>
        <OneOf label={w.kind} options={KINDS} words={w.kinds} value={kind} onChange={setKind} />
        <Text label={w.reason} value={reason} onChange={setReason} maxLength={REASON.most} rows={3} />
        <div className="chips">
          {w.reasons[kind].map((one) => (
            <button key={one} type="button" className="button" onClick={() => setReason(one)}>
              {one}
            </button>
          ))}
        </div>
        {kind === "not-mine" && (
          <PlacePicker label={w.proposedPlace} value={place} onChange={setPlace} within={province} />
        )}
        <div className="dock">
          <button
            type="button"
            className="button button-main"
            disabled={isBusy || reason.trim().length < REASON.least}
            onClick={() => void onSend()}
          >
            {w.submitReturn}
          </button>
        </div>
      </form>
    </>
  );
}
