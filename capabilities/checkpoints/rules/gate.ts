/**
 * What the person at the gate is told, from what the code says and the thermometer shows. "Cannot verify" is a way
 * through, not a refusal: identity card, temperature, register (reference/domain.md §6.4 (8), 国办发〔2020〕45号).
 */
import type { CodeColour } from "#kernel/colours.ts";
import { isFever } from "./fever.ts";

export const OUTCOMES = ["pass", "ask", "stop", "cannot-verify"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The strictest first. */
const STRICTER: readonly Outcome[] = ["stop", "cannot-verify", "ask", "pass"];

/** What to do next; each has its sentence in the page's words. */
export const STEPS = [
  "let-pass",
  "measure",
  "card-and-temperature",
  "card-temperature-register",
  "ask-for-a-fresh-code",
  "rest-and-recheck",
  "fever-procedure",
  "call-the-centre",
] as const;
export type Step = (typeof STEPS)[number];

export type AtGate = {
  /** What the code alone came to (capabilities/credentials/rules/outcome.ts); null: no code was shown. */
  readonly code: { readonly outcome: Outcome; readonly why: string; readonly colour: CodeColour | null } | null;
  /** Null: not measured yet, or no thermometer. */
  readonly firstTenths: number | null;
  readonly recheckTenths: number | null;
};

const strictest = (one: Outcome, other: Outcome): Outcome =>
  STRICTER.indexOf(one) <= STRICTER.indexOf(other) ? one : other;

/**
 * The outcome and the next step. Never milder than what the code came to; a fever only ever adds. A green code on paper
 * asks for the card whose last four it bears; once the volunteer has gone on to the thermometer it passes (scenario 9).
 */
export function decideGate({ code, firstTenths, recheckTenths }: AtGate): { outcome: Outcome; step: Step } {
  const byCode: Outcome = code?.outcome ?? "cannot-verify";
  if (byCode === "stop") return { outcome: "stop", step: "call-the-centre" };
  if (firstTenths !== null && isFever(firstTenths)) {
    if (recheckTenths === null) return { outcome: strictest("ask", byCode), step: "rest-and-recheck" };
    if (isFever(recheckTenths)) return { outcome: "stop", step: "fever-procedure" };
  }
  if (byCode === "cannot-verify") return { outcome: byCode, step: "card-temperature-register" };
  if (byCode === "ask" && code?.why === "paper" && firstTenths !== null) return { outcome: "pass", step: "let-pass" };
  if (byCode === "ask") return { outcome: byCode, step: askFor(code?.why ?? "", code?.colour ?? null) };
  return { outcome: "pass", step: firstTenths === null ? "measure" : "let-pass" };
}

/** A picture of a code is asked for the live one; all else that asks is settled by identity card and temperature. */
const askFor = (why: string, colour: CodeColour | null): Step =>
  /stale|proof|expired/.test(why) && colour !== "pending" ? "ask-for-a-fresh-code" : "card-and-temperature";
