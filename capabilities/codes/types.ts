/** What goes in and out of the use cases of evidence.ts. */
import type { CodeColour } from "#kernel/colours.ts";
import type { Instant } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import type { ColourRule } from "./rules/colour.ts";
import type { EvidenceKind } from "./rules/evidence.ts";

/** What these use cases need of a request or a turn of the clockwork. */
export type CodesContext = Pick<Context, "sql" | "actor" | "now" | "services">;

/** `place`: six digits or more, the grid when it is known. */
export type Holder = { readonly personKey: string; readonly place: string };

export type EvidenceItem = {
  /** UUIDv7, made by the source: the same id again is the same evidence. */
  readonly id: string;
  readonly personKey: string;
  readonly kind: EvidenceKind;
  /** What says so (`declaration`, `scan`, `assessment` …) and its id there. */
  readonly source: string;
  readonly sourceId: string;
  /** The latest exposure, the onset, the declaration: from here the days are counted. */
  readonly since: Instant;
  /** Null: as long as the profile says. A source may ask for less, never for more. */
  readonly until: Instant | null;
  /** Codes and numbers; no name, number, phone or address. */
  readonly facts: Readonly<Record<string, unknown>>;
};

export type Withdrawal = {
  readonly evidenceIds: readonly string[];
  readonly because: "appeal" | "release" | "source" | "two-health";
  readonly sourceId: string;
  readonly reason: string;
};

export type CurrentColour = {
  readonly decisionId: string;
  readonly colour: CodeColour;
  readonly rule: ColourRule;
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly decidedAt: Instant;
  readonly place: string;
  /** False: the record fails its MAC or is not the latest. The code then "cannot be confirmed", and an alarm was raised. */
  readonly isSound: boolean;
};
