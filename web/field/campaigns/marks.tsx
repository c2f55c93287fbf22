/** How a door stands, in a shape and a word: colour only says it a third time. */
import type { Door, DoorState } from "#capabilities/campaigns/rules/doors.ts";
import type { Next } from "#capabilities/campaigns/rules/retry.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { campaignWords } from "./words.ts";

export const SHAPE: Readonly<Record<DoorState | "REVISIT", string>> = {
  NOT_VISITED: "□",
  OPENED: "✓",
  NO_ANSWER: "○",
  REFUSED: "✕",
  VACANT_CONFIRMED: "–",
  MOVED: "→",
  NOT_FOUND: "?",
  DONE_BY_PHONE: "☏",
  REVISIT: "↻",
};

export const lookOf = (door: Door): DoorState | "REVISIT" => (door.revisitAt === null ? door.state : "REVISIT");

export function useStateWord(): (door: Door) => string {
  const w = useWords(campaignWords);
  return (door) => {
    const word = door.state === "NO_ANSWER" ? `${w.state.NO_ANSWER} ${w.tries(door.tries)}` : w.state[door.state];
    return door.revisitAt === null ? word : `${word} · ${w.filter.revisit}`;
  };
}

export function StateMark({ door }: { readonly door: Door }) {
  const word = useStateWord();
  const look = lookOf(door);
  return (
    <span className={`door-state door-${look}`}>
      <span aria-hidden="true">{`${SHAPE[look]} `}</span>
      {word(door)}
    </span>
  );
}

/** What comes next at the door, and when. */
export function NextLine({ next }: { readonly next: Next | null }) {
  const w = useWords(campaignWords);
  const { shortDay, moment } = useFormat();
  if (next === null || next.step === "first") return null;
  const window = next.slot === null ? undefined : w.window[next.slot.window];
  const when =
    next.at !== null
      ? moment(new Date(next.at).toISOString())
      : next.slot !== null && window !== undefined
        ? w.slot(shortDay(next.slot.on), window)
        : null;
  return <span className="quiet">{when === null ? w.step[next.step] : `${w.step[next.step]}：${when}`}</span>;
}
