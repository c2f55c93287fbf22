import { useState } from "react";
import { v7 } from "uuid";
import { sendCommands } from "#capabilities/offline/contract.ts";
import { raiseAlarm } from "#capabilities/safety/contract.ts";
import { showMe } from "#capabilities/workers/contract.ts";
import { ask, send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { safetyWords } from "./words.ts";

/** While the phone is locked nothing can be kept on it, so the alarm goes straight to the server, or says that it did not. */
async function sendLocked(id: string): Promise<boolean> {
  try {
    // The phone's own clock may be wrong, and what it knew of that is locked away.
    const { now: madeAt } = await ask(showMe, {});
    const command = { id, kind: raiseAlarm.kind, madeAt, clockOffsetMs: 0, after: null, body: {} };
    const { answers } = await send(sendCommands, {}, { commands: [command] });
    return answers.some(({ answer }) => answer === "applied" || answer === "already");
  } catch {
    return false;
  }
}

const VIBRATES_MS = 60;

/** The alarm before the PIN: two touches, as everywhere. */
export function LockedAlarm() {
  const w = useWords(safetyWords);
  const [id, setId] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<"busy" | "sent" | "not-sent" | null>(null);
  const onAlarm = async (alarmId: string) => {
    navigator.vibrate?.(VIBRATES_MS);
    setOutcome("busy");
    setOutcome((await sendLocked(alarmId)) ? "sent" : "not-sent");
  };
  if (id === null)
    return (
      <button type="button" className="button button-plain" onClick={() => setId(v7())}>
        {w.shield}
      </button>
    );
  return (
    <>
      {outcome !== "sent" && (
        <button type="button" className="button" disabled={outcome === "busy"} onClick={() => void onAlarm(id)}>
          {w.alarm}
        </button>
      )}
      <p role="status">
        {outcome === "sent" && w.arrived}
        {outcome === "not-sent" && w.notSentLocked}
      </p>
      {outcome === "not-sent" && (
        <a className="button" href="tel:110">
          {w.police}
        </a>
      )}
    </>
  );
}
