/** What a kept code is worth at a moment, decided on the phone alone. */
import type { z } from "zod";
import type { Shown } from "#capabilities/credentials/contract.ts";
import { type Held, shouldAsk, spreadOf, type Tries } from "#capabilities/credentials/rules/refresh.ts";
import type { CodeColour } from "#kernel/colours.ts";
import { type Instant, instant } from "#kernel/time.ts";

export type ShownCode = z.output<typeof Shown>;

/** What the phone keeps of one person's code. */
export type HeldCode = {
  /** The last answer that carried an attestation. */
  readonly shown: ShownCode & { readonly attestation: string; readonly colour: CodeColour };
  /** Since then the server said that it cannot confirm the colour. */
  readonly isUnconfirmed: boolean;
};

/** An answer as something to keep: a `sameAs` answer keeps the attestation that is held. Null: nothing to show at all. */
export function heldFrom(shown: ShownCode, before: HeldCode | null): HeldCode | null {
  if (shown.state === "unconfirmed") return before === null ? null : { ...before, isUnconfirmed: true };
  const attestation =
    shown.attestation ?? (before?.shown.codeId === shown.codeId ? before?.shown.attestation : null) ?? null;
  const { colour } = shown;
  return attestation === null || colour === null
    ? before
    : { shown: { ...shown, attestation, colour }, isUnconfirmed: false };
}

/**
 * `as-of`: still valid, but older than it should be, because it could not be renewed; the screen says of when it is.
 * `expired`: proves nothing any more.
 */
export type Worth = "none" | "current" | "as-of" | "expired";

export function worthOf(held: HeldCode | null, now: Instant): Worth {
  if (held === null) return "none";
  const { expiresAt, refreshAt } = held.shown;
  if (expiresAt === null || now >= instant(expiresAt)) return "expired";
  return held.isUnconfirmed || now >= instant(refreshAt) ? "as-of" : "current";
}

/** A declaration is being checked: its end is seconds away, and worth asking for. */
const isBeingChecked = (held: HeldCode): boolean => held.shown.rule === "unchecked-declaration";
const CHECKED_EVERY = 5_000;

/** Does a phone that shows this code ask the server now? */
export function asksNow(held: HeldCode | null, tries: Tries, now: Instant): boolean {
  if (held !== null && isBeingChecked(held) && tries.failures === 0) {
    return tries.lastAt === null || now >= tries.lastAt + CHECKED_EVERY;
  }
  return shouldAsk(held === null ? null : heldOf(held), tries, spreadOf(held?.shown.codeId ?? 0), now);
}

function heldOf({ shown }: HeldCode): Held | null {
  if (shown.codeId === null || shown.issuedAt === null || shown.expiresAt === null) return null;
  return {
    form: shown.form,
    codeId: shown.codeId,
    colour: shown.colour,
    issuedAt: instant(shown.issuedAt),
    expiresAt: instant(shown.expiresAt),
    until: shown.until === null ? null : instant(shown.until),
  };
}
