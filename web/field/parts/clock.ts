import { useEffect, useState } from "react";
import { DAY, HOUR, type Instant, instant, MINUTE } from "#kernel/time.ts";
import { useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { words } from "../words.ts";

const TICK_MS = 15_000;

/** The platform's time, again every 15 seconds: clocks on the screen count minutes. */
export function useNow(): Instant {
  const [now, setNow] = useState(platformNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(platformNow()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** A length of time in days, hours and minutes, rounded down to whole minutes. */
function partsOf(milliseconds: number): {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
} {
  return {
    days: Math.floor(milliseconds / DAY),
    hours: Math.floor((milliseconds % DAY) / HOUR),
    minutes: Math.floor((milliseconds % HOUR) / MINUTE),
  };
}

export type Urgency = "calm" | "soon" | "over";
/** From here on the clock is shown as urgent. */
const SOON = HOUR;

/** How long is left until `dueAt`, or by how much it has passed, in words. */
export function useDue(dueAt: string): { readonly text: string; readonly urgency: Urgency } {
  const { left, over } = useWords(words);
  const now = useNow();
  const remains = instant(dueAt) - now;
  const { days, hours, minutes } = partsOf(Math.abs(remains));
  const say = remains < 0 ? over : left;
  const text = days > 0 ? say.days(days, hours) : hours > 0 ? say.hours(hours, minutes) : say.minutes(minutes);
  return { text, urgency: remains < 0 ? "over" : remains <= SOON ? "soon" : "calm" };
}
