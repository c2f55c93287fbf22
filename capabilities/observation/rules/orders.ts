/** Orders on the way of an observation, in words: extended, taken to a hospital, moved to an observation point. */
import { type Instant, instant, type PlainDay } from "#kernel/time.ts";
import {
  apologyOf,
  type DocumentKind,
  dayZh,
  type Facts,
  headOf,
  lastDayOf,
  noticeOf,
  type Papers,
  releaseOf,
  wordOf,
} from "./documents.ts";
import type { Receiver } from "./machine.ts";

/** Why a doctor extends: a closed list for the paper; the doctor's own words are sealed in the file. */
export const EXTENSION_REASONS = ["exposed-again", "symptoms", "result-pending", "household-case", "other"] as const;
export type ExtensionReason = (typeof EXTENSION_REASONS)[number];

const REASON: Readonly<Record<ExtensionReason, { readonly zh: string; readonly en: string }>> = {
  "exposed-again": { zh: "期间又有新的接触", en: "there was a new exposure meanwhile" },
  symptoms: { zh: "身体情况还需要再看几天", en: "your condition must be watched for some more days" },
  "result-pending": { zh: "检查结果还没有出来", en: "a result is still pending" },
  "household-case": { zh: "同住的人情况有变化", en: "somebody of the household has changed" },
  other: { zh: "医生另有说明", en: "the doctor explains it in person" },
};

/** The new last day and why; rights stay as they are. */
export function extensionOf(of: Facts & { readonly reason: ExtensionReason; readonly until: Instant }): Papers {
  const [head, word] = [headOf(of.order), wordOf(of.type)];
  const [was, now] = [lastDayOf(of.dueAt), lastDayOf(of.until)];
  return {
    zh: {
      title: `延长${word.zh}医学观察决定书`,
      lines: [
        ...head.zh,
        `因${REASON[of.reason].zh}，${word.zh}观察原定${dayZh(was)}24时结束，现延长到${dayZh(now)}24时。`,
        "观察的办法、帮忙的人和您的权利都不变。不认可可以申诉（手机“申诉”，或打12345），24小时内有答复。",
        "到期并经医生签字，观察就解除，健康码当即更新。",
      ],
    },
    en: {
      title: `Order extending ${word.en}`,
      lines: [
        ...head.en,
        `Because ${REASON[of.reason].en}: it was to end at 24:00 of ${was} and is extended to 24:00 of ${now}.`,
        "How it goes, who helps and your rights stay the same. You may appeal (on the phone, or 12345): an answer within 24 hours.",
        "When the time is over and a doctor has signed, it ends and your code changes at once.",
      ],
    },
  };
}

/** Whither somebody is taken. */
export type Destination = {
  /** Null: still to be named. */
  readonly organisation: string | null;
  readonly vehicle: string;
  readonly on: PlainDay;
};

/** For the person to read, and the sheet that goes along: the other side signs that it has taken over. */
export function transferOf(of: Facts & { readonly to: Destination; readonly as: Receiver }): Papers {
  const head = headOf(of.order);
  const { vehicle, on } = of.to;
  const [to, toEn] = [of.to.organisation ?? "接收单位（另行通知）", of.to.organisation ?? "the receiver (to be named)"];
  const last = lastDayOf(of.dueAt);
  const isCentral = of.as === "central";
  return {
    zh: {
      title: isCentral ? "转集中医学观察决定书（交接单）" : "转送医院通知书（交接单）",
      lines: [
        ...head.zh,
        isCentral
          ? `经医生判断，请您自${dayZh(on)}起到${to}集中观察。已观察的天数算在内，不重新起算，仍到${dayZh(last)}24时为止。`
          : `经医生判断，请您于${dayZh(on)}到${to}就诊。`,
        `由专用车辆（编号${vehicle}）接送。请戴好口罩，带上证件、常用药和换洗衣物。`,
        "您有权知道依据和由谁负责，有权申诉（手机“申诉”，或打12345）。家里需要照看的老人、孩子、宠物，请告诉我们。",
        "接收人签名：　　　　　　　　接收时间：　　　　　　　　交接人签名：",
      ],
    },
    en: {
      title: isCentral ? "Order to an observation point (hand-over sheet)" : "Transfer to hospital (hand-over sheet)",
      lines: [
        ...head.en,
        isCentral
          ? `A doctor decided: from ${on} you are observed at ${toEn}. The days so far count; it still ends at 24:00 of ${last}.`
          : `A doctor decided: on ${on} you are taken to ${toEn}.`,
        `By a dedicated vehicle (no. ${vehicle}). Wear a mask; bring your document, medicines and clothes.`,
        "You may know the grounds and who is responsible, and may appeal (on the phone, or 12345). Tell us of anybody or any animal at home who needs care.",
        "Received by:                at:                Handed over by:",
      ],
    },
  };
}

/** What a paper was made from beside its observation, as it was then: codes, days and names of organisations. */
export type PaperFacts = {
  readonly days?: number | undefined;
  /** The end as it stood before this paper. */
  readonly dueAt?: string | undefined;
  readonly until?: string | undefined;
  readonly reason?: ExtensionReason | undefined;
  readonly to?: Destination | undefined;
  readonly isEarly?: boolean | undefined;
};

/** A paper of an observation again, from the facts it was made of: on the server once, on a phone whenever it is shown. */
export function paperOf(kind: DocumentKind, of: Facts, at: Instant, made: PaperFacts): Papers | null {
  const then = {
    ...of,
    days: made.days ?? of.days,
    dueAt: made.dueAt === undefined ? of.dueAt : instant(made.dueAt),
  };
  if (kind === "notice") return noticeOf(then);
  if (kind === "apology") return apologyOf();
  if (kind === "release") return releaseOf({ ...then, releasedAt: at, isEarly: made.isEarly === true });
  if (kind === "extension")
    return made.until === undefined
      ? null
      : extensionOf({ ...then, reason: made.reason ?? "other", until: instant(made.until) });
  return made.to === undefined
    ? null
    : transferOf({ ...then, to: made.to, as: kind === "transfer" ? "hospital" : "central" });
}
