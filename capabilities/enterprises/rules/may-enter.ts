/**
 * What an employer, a school or a lessor learns about one person: may he enter, until which day not, and the colour;
 * never a reason, a rule, a tier or evidence.
 *
 * Source: reference/domain.md §6.12 (`canEnter: yes|no|ask` + until; no reasons to the employer), scenarios 24 and 28.
 */
import type { CodeColour } from "#kernel/colours.ts";
import { dayOf, type Instant, later, type PlainDay } from "#kernel/time.ts";
import type { EnterpriseKind } from "./kinds.ts";

export const CAN_ENTER = ["yes", "no", "ask"] as const;
export type CanEnter = (typeof CAN_ENTER)[number];

/** 37.3 °C, in tenths: the fever line of the notice (design/codes.md). */
export const FEVER_FROM_TENTHS = 373;

export type EmployerView = {
  /** False also for whoever refused, withdrew, or is unknown to the platform: the answers are the same. */
  readonly hasAgreed: boolean;
  readonly canEnter: CanEnter;
  readonly colour: CodeColour | null;
  /** The last day on which the person may not enter; null when he may, or nobody knows. */
  readonly until: PlainDay | null;
};

/** The one answer for everybody of whom nothing may be said. */
const NOT_AGREED: EmployerView = { hasAgreed: false, canEnter: "ask", colour: null, until: null };

const ENTERS: Readonly<Record<CodeColour, CanEnter>> = { red: "no", yellow: "no", pending: "ask", green: "yes" };

/** Schools and lessors get the day only: a pupil's or a tenant's colour is none of their business. */
const SEES_COLOUR: Readonly<Record<EnterpriseKind, boolean>> = {
  company: true,
  "care-home": true,
  institution: true,
  school: false,
  lessor: false,
};

export type Known = { readonly colour: CodeColour; readonly until: Instant | null; readonly isSound: boolean };

/** The view of one person. `known` is null when there is no code; a colour that fails its check counts as none. */
export function employerView(agrees: boolean | null, known: Known | null, kind: EnterpriseKind): EmployerView {
  if (agrees !== true) return NOT_AGREED;
  if (known === null || !known.isSound) return { hasAgreed: true, canEnter: "ask", colour: null, until: null };
  const canEnter = ENTERS[known.colour];
  return {
    hasAgreed: true,
    canEnter,
    colour: SEES_COLOUR[kind] ? known.colour : null,
    // `until` is the first instant of green: 24:00 of the last day.
    until: canEnter === "no" && known.until !== null ? dayOf(later(known.until, -1)) : null,
  };
}

/** The sentence for a list: of a school about a pupil, of a lessor about a tenant, of an employer. `day`: in words. */
export function sentenceOf(view: EmployerView, kind: EnterpriseKind, day: string | null): { zh: string; en: string } {
  if (!view.hasAgreed) return { zh: "本人尚未同意", en: "Not agreed yet" };
  if (view.canEnter === "yes") return { zh: "可以进入", en: "May enter" };
  if (view.canEnter === "ask") return { zh: "请本人亮码并测温", en: "Ask for the code and take the temperature" };
  const until = day === null ? null : day;
  if (kind === "school") {
    return until === null
      ? { zh: "居家学习", en: "Learns at home" }
      : { zh: `居家学习至 ${until}`, en: `Learns at home until ${until}` };
  }
  if (kind === "lessor") {
    return until === null
      ? { zh: "需要协助", en: "Needs help" }
      : { zh: `需要协助，预计 ${until} 结束`, en: `Needs help, expected to end on ${until}` };
  }
  return until === null
    ? { zh: "暂不到岗", en: "Not at work for now" }
    : { zh: `暂不到岗，至 ${until}`, en: `Not at work until ${until}` };
}
