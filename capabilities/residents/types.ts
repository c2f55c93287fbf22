/** What other capabilities hand in to tell holders, and to let them see who looked. */
import type { Instant } from "#kernel/time.ts";
import type { Looker, NoticeKind } from "./rules/kinds.ts";

export type NoticeToHolder = {
  readonly personKey: string;
  readonly kind: NoticeKind;
  /** One or two sentences; no name, number, phone or address, and no health details of anybody else. */
  readonly zh: string;
  readonly en: string;
  /** A path of the resident's entrance. */
  readonly link?: string;
  /** What it is about (id): the same person, kind and subject again is the same notice. */
  readonly subject: string;
};

export type HolderLogRow = {
  /** UUIDv7: the same id again is the same look. */
  readonly id: string;
  readonly personKey: string;
  readonly at: Instant;
  readonly who: Looker;
  /** A name of rules/log-words.ts where there is one: `scan`, `person.read`, `identity.open`, `roster.check` … */
  readonly action: string;
  readonly place: string | null;
  /** Codes and numbers: purpose, outcome. No name, number, phone or address of anybody. */
  readonly detail: Readonly<Record<string, unknown>>;
};
