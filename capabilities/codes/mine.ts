/** A resident's own codes, and those of his family: row-level security shows the persons of his account alone. */
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import type { showMine, showMyHistory } from "./contract-mine.ts";
import { currentColours, evidenceOf } from "./evidence.ts";
import { past, shown } from "./present.ts";
import { ruleOf } from "./rules/evidence.ts";
import { decisionsSeen, personsOfAccount } from "./store-read.ts";

/** The hotline of the government, where every dispute can begin. */
const PHONE = "12345";
const APPEAL = {
  zh: "对颜色有异议，可在本页点“申诉”，或拨打12345；24小时内答复。",
  en: "To dispute the colour tap Appeal on this page, or call 12345; you are answered within 24 hours.",
};

export const show: Answer<typeof showMine> = async (ctx) => {
  const keys = await personsOfAccount(ctx.sql);
  const codes = await currentColours(ctx, keys);
  return {
    now: isoInstant(ctx.now),
    codes: keys.flatMap((key) => {
      const code = codes.get(key);
      return code ? [{ ...shown(key, code), phone: PHONE, appeal: APPEAL }] : [];
    }),
  };
};

export const history: Answer<typeof showMyHistory> = async (ctx, { personKey }) => {
  const decisions = await decisionsSeen(ctx.sql, personKey);
  if (decisions.length === 0) throw new Problem(common["not-found"]);
  const evidence = await evidenceOf(ctx, personKey);
  return {
    decisions: decisions.map(past),
    evidence: evidence.map((row) => {
      const rule = ruleOf(row.kind);
      const endedAt = row.withdrawn_at ?? (row.until !== null && row.until <= ctx.now ? row.until : null);
      return {
        id: row.id,
        kind: row.kind,
        colour: rule.colour,
        reason: rule.reason,
        source: rule.source,
        evidenceClass: rule.class,
        since: isoInstant(row.since),
        until: row.until === null ? null : isoInstant(row.until),
        recordedAt: isoInstant(row.recorded_at),
        endedAt: endedAt === null ? null : isoInstant(endedAt),
        endedBecause: row.because,
      };
    }),
  };
};
