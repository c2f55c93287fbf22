/** What a checkpoint's phone keeps. */
import type { z } from "zod";
import type { showKit } from "#capabilities/checkpoints/contract.ts";
import type { Outcome, Step } from "#capabilities/checkpoints/rules/gate.ts";
import type { CodeForm, ItemInput } from "#capabilities/checkpoints/rules/shapes.ts";
import type { ChangeState } from "#capabilities/credentials/rules/change-list.ts";
import type { SignedKeySet } from "#capabilities/credentials/rules/key-set.ts";
import type { CodeColour } from "#kernel/colours.ts";

export type Kit = z.output<typeof showKit.result>;
export type KitCheckpoint = Kit["checkpoints"][number];

export type Who = { readonly displayName: string; readonly postId: string; readonly area: string };

export type Shift = {
  readonly id: string;
  readonly checkpointId: string;
  readonly lane: number;
  readonly openedAt: string;
};

/** What the code alone came to, as the screen shows it. */
export type Reading = {
  readonly form: CodeForm | "card" | "none";
  readonly outcome: Outcome;
  readonly why: string;
  readonly colour: CodeColour | null;
  readonly issuer: string | null;
  readonly codeId: number | null;
  readonly isShortStay: boolean;
};

/** The person before the volunteer. */
export type Person = {
  readonly id: string;
  readonly at: number;
  readonly reading: Reading;
  /** Of an identity card that was typed, until it is recorded. */
  readonly card: { readonly idType: string; readonly idNumber: string } | null;
};

/** Somebody who rests before the second reading. */
export type Rest = {
  readonly scanId: string;
  readonly firstTenths: number;
  /** By the phone's own clock, ms. */
  readonly since: number;
  readonly outcome: Outcome;
};

export type Tally = {
  readonly people: number;
  readonly pass: number;
  readonly ask: number;
  readonly stop: number;
  readonly "cannot-verify": number;
  readonly vehicles: number;
  readonly visitors: number;
};
export const NO_TALLY: Tally = { people: 0, pass: 0, ask: 0, stop: 0, "cannot-verify": 0, vehicles: 0, visitors: 0 };

export type OutboxItem = {
  readonly id: string;
  readonly order: number;
  /** Who made it: another who signs in on this phone does not send it as his own. */
  readonly postId: string;
  readonly item: ItemInput;
};
export type RefusedItem = OutboxItem & { readonly code: string; readonly zh: string; readonly en: string };

export type Kept = {
  readonly me?: Who | undefined;
  /** ms that the platform's clock is ahead of this phone's. */
  readonly clockOffset?: number;
  readonly kit?: Kit;
  readonly shift?: Shift | undefined;
  readonly keySet?: SignedKeySet;
  /** By the platform's clock, ms: when the server last confirmed the key set. */
  readonly keySetAt?: number;
  readonly changes?: ChangeState;
  readonly rests?: readonly Rest[];
  readonly tally?: Tally;
  readonly order?: number;
  readonly isQuiet?: boolean;
  /** The silent alarm that is open, or on its way. */
  readonly alarm?: AlarmHere | undefined;
};

export type AlarmHere = {
  readonly id: string;
  readonly madeAt: string;
  /** Where the checkpoint is; null: not known here. */
  readonly place: string | null;
  readonly isSent: boolean;
  readonly isSafe: boolean;
};

export type Screen =
  | "gate"
  | "manual"
  | "visitor"
  | "vehicle"
  | "count"
  | "rests"
  | "alarm"
  | "more"
  | "presence"
  | "outbox"
  | "hand-over";

export type Told = { readonly outcome: Outcome; readonly step: Step };
