/** A dispute as this phone knows it, with the steps that are still on their way laid over it, by the server's own rules. Pure. */
import type { z } from "zod";
import type * as contract from "#capabilities/disputes/contract.ts";
import { courtUntil, type DisputeStep, levelDue, stepDispute } from "#capabilities/disputes/rules/steps.ts";
import { type Instant, instant, isoInstant } from "#kernel/time.ts";

export type DisputeView = z.output<typeof contract.Dispute>;
type Body<C extends { readonly body: z.ZodType }> = z.input<C["body"]>;
/** What a step says, and what of the record it sets; null: it moves nothing (an application to the court). */
export type Told = {
  readonly disputeId: string;
  readonly madeAt: Instant;
  readonly step: DisputeStep | null;
  readonly sets: Partial<DisputeView>;
};

const NOTHING_YET = {
  consentA: null,
  consentB: null,
  form: null,
  agreedAt: null,
  courtUntil: null,
  courtAppliedOn: null,
  courtConfirmedOn: null,
  referredTo: null,
  endedAt: null,
  escalatedTo: null,
  terms: null,
  signatureA: null,
  signatureB: null,
} as const;

const partyOf = ({ name, phone }: Body<typeof contract.findDispute>["partyA"]) => ({
  name,
  phone: phone ?? null,
});

/** One that was written down here. */
export const foundHere = (body: Body<typeof contract.findDispute>, madeAt: Instant): DisputeView => ({
  ...NOTHING_YET,
  county: body.place.slice(0, 6),
  place: body.place,
  category: body.category,
  state: "FOUND",
  level: "grid",
  foundAt: isoInstant(madeAt),
  dueAt: isoInstant(levelDue("grid", madeAt)),
  partyA: partyOf(body.partyA),
  partyB: partyOf(body.partyB),
  matter: body.matter,
});

export function consentTold({ side, signature }: Body<typeof contract.consentDispute>): Partial<DisputeView> {
  const how = signature === undefined ? "told" : "signed";
  if (side === "a") return { consentA: how, signatureA: signature ?? null };
  return { consentB: how, signatureB: signature ?? null };
}

export function agreementTold(body: Body<typeof contract.agreeDispute>, madeAt: Instant): Partial<DisputeView> {
  const { form, terms } = body;
  const until = { agreedAt: isoInstant(madeAt), courtUntil: isoInstant(courtUntil(madeAt)) };
  const signed = body.form === "written" ? { signatureA: body.signatureA, signatureB: body.signatureB } : {};
  return { form, terms, ...until, ...signed };
}

/** The dispute after one step; as it was when the step is not possible (any more): the server knows of it, or will say no. */
export function disputeWith(one: DisputeView, { madeAt, step, sets }: Told): DisputeView {
  if (step === null) return one.state === "AGREED" ? { ...one, ...sets } : one;
  const moved = stepDispute(
    {
      state: one.state,
      level: one.level,
      consentA: one.consentA,
      consentB: one.consentB,
      courtUntil: one.courtUntil === null ? null : instant(one.courtUntil),
    },
    step,
    madeAt,
  );
  if ("refused" in moved) return one;
  const isEnded = moved.to === "PERFORMED" || moved.to === "FAILED";
  return {
    ...one,
    ...sets,
    state: moved.to,
    level: moved.level,
    ...(moved.level === one.level ? {} : { dueAt: isoInstant(levelDue(moved.level, madeAt)) }),
    ...(isEnded ? { endedAt: isoInstant(madeAt) } : {}),
  };
}
