import { useState } from "react";
import { v7 } from "uuid";
import { raiseAlarm } from "#capabilities/safety/contract.ts";
import { useWords } from "../../shared/language.ts";
import { sendStraight } from "./alarm.ts";
import { safetyWords } from "./words.ts";

const VIBRATES_MS = 60;

/**
 * The alarm before the PIN: two touches, as everywhere. While the phone is locked nothing can be kept on it, so it goes
 * straight to the server, or says that it did not.
 */
export function LockedAlarm() {
  const w = useWords(safetyWords);
  const [id, setId] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<"busy" | "sent" | "not-sent" | null>(null);
  const onAlarm = async (alarmId: string) => {
    navigator.vibrate?.(VIBRATES_MS);
    setOutcome("busy");
    setOutcome((await sendStraight(raiseAlarm, {}, alarmId)) ? "sent" : "not-sent");
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
