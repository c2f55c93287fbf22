/** Codes, evidence and decisions as routes answer them. */
import { isoInstant } from "#kernel/time.ts";
import { sourceOf } from "./rules/notice.ts";
import type { DecisionView } from "./store-read.ts";
import { decisionOf } from "./tell.ts";
import type { CurrentColour } from "./types.ts";

const iso = (at: Parameters<typeof isoInstant>[0] | null) => (at === null ? null : isoInstant(at));

/** A code that fails its check is shown as one that cannot be confirmed: its colour is no longer anybody's word. */
const UNCONFIRMED = {
  zh: "无法确认：记录没有通过校验，已报告审计。请出示身份证、测温并登记。",
  en: "Cannot be confirmed: the record failed its check, and the auditor was told. Show your identity card, have your temperature taken, and register.",
};

/** What a code says, with its reason. */
export function shown(personKey: string, current: CurrentColour) {
  const decision = decisionOf({ ...current, new_colour: current.colour });
  return {
    personKey,
    colour: current.colour,
    isSound: current.isSound,
    rule: current.rule,
    reason: current.isSound ? decision.reason : UNCONFIRMED,
    evidenceClass: decision.evidenceClass,
    source: sourceOf(decision),
    since: iso(current.since),
    until: iso(current.until),
    decidedAt: isoInstant(current.decidedAt),
    advice: { zh: decision.advice.zh, en: decision.advice.en },
  };
}

export const past = (row: DecisionView) => ({
  seq: row.seq,
  from: row.old_colour,
  to: row.new_colour,
  rule: row.rule,
  reason: decisionOf(row).reason,
  ruleSet: row.rule_set,
  since: iso(row.since),
  until: iso(row.until),
  at: isoInstant(row.at),
  cause: row.cause,
});
