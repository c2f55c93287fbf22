import { useEffect } from "react";
import { raiseAlarm, withdraw } from "#capabilities/safety/contract.ts";
import { useWords } from "../../shared/language.ts";
import { paths } from "../paths.ts";
import { useGiven } from "../store/give.ts";
import { sendAhead } from "./alarm.ts";
import { safetyWords } from "./words.ts";

/** How often an alarm that is still on the phone is sent again. */
const AGAIN_MS = 3_000;

/** The way to the alarm from every screen: two touches. While one is not sent, it is tried all the time, wherever one is. */
export function Shield() {
  const { shield } = useWords(safetyWords);
  const calls = [...useGiven(raiseAlarm), ...useGiven(withdraw)];
  const waits = calls.some(({ refusal }) => refusal === null);
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => void sendAhead(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [waits]);
  return (
    <nav aria-label={shield}>
      <a className="shield" href={paths.section("safety")}>
        <span className="visually-hidden">{shield}</span>
        <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
          <path d="M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z" />
        </svg>
      </a>
    </nav>
  );
}
