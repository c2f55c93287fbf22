/**
 * What a holder is told of a change, in plain words: what, why (with the class and the source of the evidence), since,
 * until, what to do, whom to call, how to appeal. Source: reference/domain.md §6.4(7).
 */
import type { CodeColour } from "#kernel/colours.ts";
import { type Instant, isoShanghai, later } from "#kernel/time.ts";
import type { Decision } from "./colour.ts";
import { isEvidenceKind, ruleOf } from "./evidence.ts";

export const COLOUR_NAMES = {
  red: { zh: "红码", en: "red" },
  yellow: { zh: "黄码", en: "yellow" },
  pending: { zh: "绿码待定", en: "green, pending" },
  green: { zh: "绿码", en: "green" },
} as const satisfies Readonly<Record<CodeColour, { zh: string; en: string }>>;

/** The time in Shanghai; midnight is written as 24:00 of the day that ends, as notices do. */
export function dayAndTime(at: Instant): string {
  const text = isoShanghai(at);
  if (text.slice(11, 16) !== "00:00") return `${text.slice(0, 10)} ${text.slice(11, 16)}`;
  return `${isoShanghai(later(at, -1)).slice(0, 10)} 24:00`;
}

/** The category of what a decision rests on. */
export const sourceOf = (decision: Pick<Decision, "rule">): { readonly zh: string; readonly en: string } | null =>
  isEvidenceKind(decision.rule) ? ruleOf(decision.rule).source : null;

/** The notice of one change. */
export function noticeOf(from: CodeColour | null, decision: Decision): { zh: string; en: string } {
  const [now, before] = [COLOUR_NAMES[decision.colour], from === null ? null : COLOUR_NAMES[from]];
  const source = sourceOf(decision);
  const isSame = from === decision.colour;
  const zh = [
    before === null || isSame ? `您的健康码是${now.zh}。` : `您的健康码由${before.zh}变为${now.zh}。`,
    source === null
      ? `依据：${decision.reason.zh}。`
      : `依据：${decision.reason.zh}（来源：${source.zh}，证据类别${decision.evidenceClass}）。`,
    decision.since === null ? "" : `自${dayAndTime(decision.since)}起计，`,
    untilZh(decision),
    decision.advice.zh,
    "咨询电话12345或社区中心。如有异议，请在健康码页面点“申诉”，24小时内答复。",
  ];
  const en = [
    before === null || isSame ? `Your code is ${now.en}.` : `Your code changed from ${before.en} to ${now.en}.`,
    source === null
      ? `Why: ${decision.reason.en}.`
      : `Why: ${decision.reason.en} (source: ${source.en}, class ${decision.evidenceClass}).`,
    decision.since === null ? "" : `Counted from ${dayAndTime(decision.since)}.`,
    untilEn(decision),
    decision.advice.en,
    "Call 12345 or your community centre. To dispute it, tap Appeal on the page of your code; you are answered within 24 hours.",
  ];
  return { zh: zh.join(""), en: en.filter((part) => part !== "").join(" ") };
}

function untilZh({ colour, until, since }: Decision): string {
  if (until !== null) return `至${dayAndTime(until)}。`;
  if (since === null) return "";
  return colour === "green" ? "另行通知为止。" : "至卫健部门解除为止。";
}

function untilEn({ colour, until, since }: Decision): string {
  if (until !== null) return `Until ${dayAndTime(until)}.`;
  if (since === null) return "";
  return colour === "green" ? "Until further notice." : "Until the health department releases you.";
}
