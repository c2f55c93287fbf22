/**
 * May a draft be published now? The first line that holds decides.
 *
 * Source: design/assessment.md, "The joint session" ("with all three and the chair the list is published, and not
 * before"); article S6: the daily joint assessment of police, telecom and health.
 */
import type { PlainDay } from "#kernel/time.ts";

export type SeatName = "police" | "telecom" | "health" | "chair";
const SEATS_NEEDED: readonly SeatName[] = ["police", "telecom", "health", "chair"];

/** What each seat decided last. A seat that never decided is absent. */
export type Standing = Readonly<Partial<Record<SeatName, "sign" | "object">>>;

export type PublishFacts = {
  readonly state: "draft" | "published" | "superseded";
  readonly day: PlainDay;
  readonly standing: Standing;
  /** Is there a newer version of this day's draft? */
  readonly hasNewerVersion: boolean;
  /** The day of the latest list that was published; null when none was. */
  readonly latestPublishedDay: PlainDay | null;
};

export type PublishAnswer =
  | "ok"
  | "already-published"
  | "superseded"
  | "later-list-published"
  | "objection-stands"
  | "signature-missing";

export function mayPublish(facts: PublishFacts): PublishAnswer {
  if (facts.state === "published") return "already-published";
  if (facts.state === "superseded" || facts.hasNewerVersion) return "superseded";
  // An older list on top of a newer one would send people to doors that were settled since.
  if (facts.latestPublishedDay !== null && facts.day < facts.latestPublishedDay) return "later-list-published";
  if (SEATS_NEEDED.some((seat) => facts.standing[seat] === "object")) return "objection-stands";
  if (waitsFor(facts.standing).length > 0) return "signature-missing";
  return "ok";
}

/** Seats whose signature does not stand, in the order of the table. */
export const waitsFor = (standing: Standing): SeatName[] => SEATS_NEEDED.filter((seat) => standing[seat] !== "sign");

/** The seat that a signatory of the province holds: his department's, and the centre's is the chair's. */
export const seatOf = (department: "police" | "telecom" | "health" | "centre" | null): SeatName | null =>
  department === "centre" ? "chair" : department;

/** The decision that stands of each seat: its latest. `decisions` in any order, `at` in milliseconds, ties by id. */
export function standingOf(
  decisions: readonly {
    readonly id: string;
    readonly seat: SeatName;
    readonly decision: "sign" | "object";
    readonly at: number;
  }[],
): { readonly standing: Standing; readonly ids: ReadonlySet<string> } {
  const latest = new Map<SeatName, (typeof decisions)[number]>();
  for (const one of decisions) {
    const known = latest.get(one.seat);
    if (known === undefined || one.at > known.at || (one.at === known.at && one.id > known.id))
      latest.set(one.seat, one);
  }
  return {
    standing: Object.fromEntries([...latest.values()].map((one) => [one.seat, one.decision])),
    ids: new Set([...latest.values()].map((one) => one.id)),
  };
}
