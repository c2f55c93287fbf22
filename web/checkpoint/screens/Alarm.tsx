import { useEffect, useState } from "react";
import type { z } from "zod";
import { listMyAlarms } from "#capabilities/safety/contract.ts";
import { alarmWords } from "../../shared/alarm-words.ts";
import { ask } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Frame } from "../parts/Frame.tsx";
import { closeAlarm, raiseNow, sayIAmSafe, sendAlarm } from "../store/alarm.ts";
import { useLocal } from "../store/local.ts";
import { words } from "../words.ts";

type Mine = z.output<(typeof listMyAlarms)["result"]>["alarms"][number];

/** As often as somebody who waits for help looks. */
const LOOK_EVERY_MS = 4_000;

/** What became of the alarm, as the server says it. */
function useAnswer(id: string | undefined, isSent: boolean): Mine | null {
  const [mine, setMine] = useState<Mine | null>(null);
  useEffect(() => {
    if (id === undefined || !isSent) return;
    const look = () =>
      void ask(listMyAlarms, {}).then(
        ({ alarms }) => setMine(alarms.find((one) => one.id === id) ?? null),
        () => undefined,
      );
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [id, isSent]);
  return mine;
}

/** Two touches from the gate: silent, and the truth about whether it was sent and who answers. */
export function Alarm() {
  const w = useWords(words);
  const a = useWords(alarmWords);
  const { time } = useFormat();
  const alarm = useLocal((local) => local.kept.alarm);
  const mine = useAnswer(alarm?.id, alarm?.isSent === true);
  const isOver = mine?.state === "closed";
  return (
    <Frame title={w.alarmTitle}>
      <p className="lead">{a.lead}</p>
      <div role="status">
        {alarm !== undefined && !isOver && (
          <section className="part">
            <p>{a.recorded(time(alarm.madeAt))}</p>
            {!alarm.isSent && <p className="notice">{a.notSent}</p>}
            {mine !== null && mine.acceptedAt === null && mine.answerBy !== null && (
              <p>{a.waiting(time(mine.answerBy))}</p>
            )}
            {mine !== null && mine.acceptedAt !== null && (
              <p>{a.accepted(mine.acceptedBy ?? "", time(mine.acceptedAt))}</p>
            )}
            {(mine?.safeAt ?? null) !== null ? <p>{a.safeSaid}</p> : alarm.isSafe && <p>{a.safeGiven}</p>}
          </section>
        )}
      </div>
      {alarm !== undefined && !alarm.isSent && (
        <a className="act" href="tel:110">
          {a.police}
        </a>
      )}
      {alarm?.isSent === true && !isOver && !alarm.isSafe && (
        <button type="button" className="act" onClick={() => void sayIAmSafe()}>
          {a.safe}
        </button>
      )}
      {isOver && (
        <button type="button" className="act" onClick={() => void closeAlarm()}>
          {w.alarmOver}
        </button>
      )}
      <button
        type="button"
        className="act act-main"
        onClick={() => void (alarm !== undefined && !alarm.isSent ? sendAlarm() : raiseNow())}
      >
        {alarm === undefined || isOver ? a.alarm : a.again}
      </button>
    </Frame>
  );
}
