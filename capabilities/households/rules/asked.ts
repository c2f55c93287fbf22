/** "Already asked by … on …": who was at a door before, from all that a phone holds (reference/domain.md §4.3). */
export type Asked = {
  readonly at: string;
  readonly by: string | null;
  /** What for: the name of a screening; null: a visit. */
  readonly what: string | null;
  /** As a report says it; null: not said. */
  readonly result: string | null;
};

/** What a report may say of the door to everybody of the field; where somebody is (hospital, a centre) is not the door's. */
export const SAID_OF_A_DOOR = ["NO_ANSWER", "REFUSED", "MOVED", "NOT_AT_ADDRESS"] as const;

export const saidOfDoor = (result: string | null): (typeof SAID_OF_A_DOOR)[number] | null =>
  SAID_OF_A_DOOR.find((one) => one === result) ?? null;

const SHOWN = 3;
/** A mark of a screening is a report too: the two come from the same knock at the door. */
const SAME_WITHIN_MS = 1000;

/** The last few, newest first; of one knock that is known twice, what each says of it in one line. */
export function lastAsked(all: readonly Asked[]): Asked[] {
  const kept: Asked[] = [];
  for (const one of [...all].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))) {
    const at = kept.findIndex(
      (known) => Math.abs(Date.parse(known.at) - Date.parse(one.at)) <= SAME_WITHIN_MS && known.by === one.by,
    );
    const known = kept[at];
    if (known === undefined) kept.push(one);
    else kept[at] = { ...known, what: known.what ?? one.what, result: known.result ?? one.result };
  }
  return kept.slice(0, SHOWN);
}
