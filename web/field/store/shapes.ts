/** What the phone keeps: shapes of its own records. Whatever is in here must survive a new version of the pages. */
import type { z } from "zod";
import type { InstructionReceipt } from "#capabilities/instructions/rules/receipts.ts";
import type { show as showPlace } from "#capabilities/places/contract.ts";
import type { VisitResult } from "#capabilities/rollups/rules/results.ts";
import type { showInbox, showTask } from "#capabilities/tasks/contract.ts";
import type { ReceiptState } from "#capabilities/tasks/rules/states.ts";
import type { Answer, Report } from "#capabilities/visits/contract.ts";
import type { Manner, Service, SpokenTo, Symptom } from "#capabilities/visits/rules/answers.ts";
import type { showMe } from "#capabilities/workers/contract.ts";
import type { RiskTier } from "#kernel/tiers.ts";

export type Who = z.output<(typeof showMe)["result"]>;
export type Inbox = z.output<(typeof showInbox)["result"]>;
export type TaskLine = Inbox["tasks"][number];
export type Instruction = Inbox["instructions"][number];
export type TaskPage = z.output<(typeof showTask)["result"]>;
export type PlaceView = z.output<(typeof showPlace)["result"]>;
export type ReportBody = z.input<typeof Report>;
export type VisitAnswer = z.output<typeof Answer>;

/** A copy of something that the server said, and when it said so (ISO, the platform's time). */
export type Copy<T> = { readonly value: T; readonly at: string };

/** What a worker is writing about one task, kept with every touch until it is sent or given up. */
export type Draft = {
  /** Post and task, or post and the report that it corrects: two workers of one phone do not share a draft. */
  readonly key: string;
  /** Becomes the report's id: however often "send" is pressed, it is one report. */
  readonly id: string;
  readonly taskId: string;
  readonly postId: string;
  readonly startedAt: string;
  readonly manner: Manner;
  readonly result: VisitResult | null;
  /** As typed on the keypad: "36.5", "37.", "". */
  readonly temperature: string;
  readonly symptoms: readonly Symptom[];
  readonly travel: string;
  readonly spokenTo: SpokenTo | null;
  readonly spokenWith: string;
  readonly servicesAsked: readonly Service[];
  readonly servicesDone: readonly Service[];
  readonly personsMet: number;
  readonly note: string;
  /** Where the report is made; null: the task's own place. */
  readonly place: string | null;
  /** Where the person went (LEFT, MOVED). */
  readonly toPlace: string | null;
  /** The report that this one puts right. */
  readonly corrects: string | null;
};

/** What is said to the server, each once. */
export type Command =
  | { readonly kind: "visit"; readonly report: ReportBody; readonly about: About }
  | { readonly kind: "receipt"; readonly taskId: string; readonly state: ReceiptState; readonly at: string }
  | {
      readonly kind: "not-mine";
      readonly taskId: string;
      readonly reason: string;
      readonly proposedPlace: string | null;
      readonly about: About;
    }
  | { readonly kind: "cannot-locate"; readonly taskId: string; readonly reason: string; readonly about: About }
  | {
      readonly kind: "instruction";
      readonly instructionId: string;
      readonly state: InstructionReceipt;
      readonly at: string;
      readonly reason: string | null;
      readonly title: string;
    }
  | GivenCommand;

/** A command of a capability (kernel/command.ts), sent to POST /field/commands. */
export type GivenCommand = {
  readonly kind: "command";
  /** The capability's name of it: `households/move-in`. */
  readonly name: string;
  /** The command without which this one makes no sense. */
  readonly after: string | null;
  readonly body: unknown;
};

/** Enough of a task to recognise it in a list after it has left the inbox. */
export type About = { readonly taskId: string; readonly tier: RiskTier; readonly place: string };

export type RefusedBy = {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly fields: readonly string[];
};

/**
 * Why something is still here: not tried yet, no answer, the server said "later", nobody is signed in, or the server holds it
 * until what it follows has arrived.
 */
export type Trouble = "new" | "unreachable" | "busy" | "signed-out" | "held";

export type OutboxItem = {
  /** UUIDv7; of a report: the report's own. */
  readonly id: string;
  /** Grows by one with each item of this device. */
  readonly order: number;
  readonly postId: string;
  readonly madeAt: string;
  readonly command: Command;
  readonly tries: number;
  readonly trouble: Trouble;
  /** An attempt ended without an answer: the server may have taken it already. */
  readonly mayHaveArrived: boolean;
  /** Set: the server said no; it stays until a person has dealt with it. */
  readonly refusal: RefusedBy | null;
  /** A text message was composed of it then; whether it was sent only the worker knows. */
  readonly smsAt?: string;
};

/** A report that the server has acknowledged, kept for today so that it can be corrected. */
export type SentItem = {
  readonly id: string;
  readonly postId: string;
  readonly day: string;
  readonly sentAt: string;
  readonly command: Extract<Command, { kind: "visit" | "not-mine" | "cannot-locate" | "command" }>;
  /** It had it already: an earlier answer was lost on the way. */
  readonly wasThere: boolean;
  readonly next: VisitAnswer["next"];
  readonly tryAgainBy: string | null;
  /** What the server had to say about it: a command's answer may carry it as `note`. */
  readonly note?: { readonly zh: string; readonly en: string } | null;
  /** The register knew it otherwise, and keeps both: a command's answer says so by `conflict`. */
  readonly hasConflict?: boolean;
};
