/**
 * The papers of an observation, made from its facts: the notice with the pledge, the release notice, the apology; orders on
 * its way are in orders.ts. Plain sentences that can be read aloud at a door; no name and no number of a person: whose it is
 * stands on the file. The phone makes the same words without a network.
 */
import { dayOf, type Instant, later, type PlainDay } from "#kernel/time.ts";
import type { ObservationType } from "./machine.ts";
import type { Basis, Profile } from "./profile.ts";
import { hoursEn, hoursZh } from "./said.ts";

export const DOCUMENTS = ["notice", "release", "apology", "extension", "transfer", "conversion"] as const;
export type DocumentKind = (typeof DOCUMENTS)[number];

/** How a release notice reaches who has no phone, or has one. */
export const DELIVERIES = ["paper", "read-out", "phone"] as const;

export type Paper = { readonly title: string; readonly lines: readonly string[] };
export type Papers = { readonly zh: Paper; readonly en: Paper };

/** Under which number, by whom and on what ground a paper was issued. */
export type Order = { readonly number: string; readonly issuer: string; readonly legalBasis: string };

/** The ground of every order of observation; a city's own notice stands beside it. */
export const LAW = "《中华人民共和国传染病防治法》第三十九条、第四十一条";
const LAW_EN = "articles 39 and 41 of the Law on Prevention of Infectious Diseases";

export type Facts = {
  readonly type: ObservationType;
  /** Null: made on a phone, before the server has given a number. */
  readonly order: Order | null;
  readonly basis: Basis;
  readonly dZero: PlainDay;
  readonly days: number;
  readonly dueAt: Instant;
  readonly isMinor: boolean;
  /** The variant under which it was filed: its hours and limits stand on the paper. */
  readonly profile: Pick<Profile, "windows" | "abnormalMinutes" | "followUpDays">;
};

/** The last day at home: what ends at midnight ended the day before. */
export const lastDayOf = (dueAt: Instant): PlainDay => dayOf(later(dueAt, -1));

export const dayZh = (day: string): string => {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
};

/** 居家观察, 集中观察: what it is called on paper. */
export const wordOf = (type: ObservationType) =>
  type === "home"
    ? ({ zh: "居家", en: "home observation" } as const)
    : ({ zh: "集中", en: "observation at a point" } as const);

/** The head of an order: number, issuer and ground, so that anybody can ask for it by them. */
export function headOf(order: Order | null): { readonly zh: readonly string[]; readonly en: readonly string[] } {
  if (order === null) return { zh: ["文号：联网后生成"], en: ["Number: given when there is a network"] };
  const { number, issuer, legalBasis } = order;
  return {
    zh: [`文号：${number}　签发：${issuer}　依据：${legalBasis}`],
    en: [`No. ${number} · issued by ${issuer} · under ${legalBasis}`],
  };
}

const inDaysEn = (n: number): string => (n === 1 ? "a day" : `${n} days`);

const BASIS = {
  "list-red": { zh: "公布的研判名单（红色）", en: "the published assessment (red)" },
  "list-yellow": { zh: "公布的研判名单（黄色）", en: "the published assessment (yellow)" },
  "health-order": { zh: "卫生健康部门的医学观察决定", en: "a decision of the health department" },
} as const satisfies Readonly<Record<Basis, { readonly zh: string; readonly en: string }>>;

/** Notice and pledge: read aloud, then signed on the screen. */
export function noticeOf(of: Facts): Papers {
  const last = lastDayOf(of.dueAt);
  const head = headOf(of.order);
  const who = of.isMinor ? "您的孩子" : "您";
  const whoEn = of.isMinor ? "Your child is" : "You are";
  const { windows, abnormalMinutes: minutes } = of.profile;
  return {
    zh: {
      title: "居家医学观察告知书和承诺书",
      lines: [
        ...head.zh,
        `依据${LAW}和${BASIS[of.basis].zh}，请${who}居家观察。`,
        `从最后一次接触或到达之日（${dayZh(of.dZero)}）起算${of.days}天，到${dayZh(last)}24时为止。`,
        `每天${hoursZh(windows.morning)}、${hoursZh(windows.evening)}各测一次体温、说一说身体情况，可以自己在手机上填，也可以由我们上门或打电话。`,
        "请尽量单独住一间、戴口罩、分开用餐；不外出、不聚会。买菜、买药、倒垃圾、取快递由我们代办，不收费。",
        `发热、咳嗽、胸闷或心里难受，请马上告诉我们，医生${minutes}分钟内回应。门不会被封，遇到火灾等危险请立即离开。`,
        "您有权知道依据、结束时间和谁在负责，有权申诉（手机“申诉”，或打12345），有权要求更换帮忙的人。您的信息只用于这件事，结束后按期删除。",
        `到期并经医生签字，观察就解除，健康码当即更新，我们送上解除通知。`,
        of.isMinor
          ? "承诺：我是监护人，我已了解以上内容，愿意配合照看。"
          : "承诺：我已了解以上内容，愿意配合，如实说明身体情况。",
      ],
    },
    en: {
      title: "Notice and pledge of home observation",
      lines: [
        ...head.en,
        `Under ${LAW_EN} and ${BASIS[of.basis].en}: ${whoEn} asked to stay at home.`,
        `${of.days} days from the day of the last contact or arrival (${of.dZero}), until 24:00 of ${last}.`,
        `Twice a day, ${hoursEn(windows.morning)} and ${hoursEn(windows.evening)}, temperature and how you feel: on your phone, or by our visit or call.`,
        "A room of your own if possible, a mask, separate meals; no going out, no gatherings. We shop, fetch medicine and parcels and take rubbish away, free of charge.",
        `With fever, cough, a tight chest or distress tell us at once: a doctor answers within ${minutes} minutes. Your door is never sealed; in danger, such as fire, leave at once.`,
        "You may know the grounds, the end and who is responsible; you may appeal (on the phone, or 12345) and ask for another helper. Your data serve this alone and are erased in time.",
        "When the time is over and a doctor has signed, it ends, your code changes at once, and we bring the release notice.",
        of.isMinor
          ? "Pledge: I am the guardian, I have understood this and will help."
          : "Pledge: I have understood this, will help, and say truthfully how I feel.",
      ],
    },
  };
}

/** The release notice, with thanks. */
export function releaseOf(of: Facts & { readonly releasedAt: Instant; readonly isEarly: boolean }): Papers {
  const on = dayOf(of.releasedAt);
  const [head, word] = [headOf(of.order), wordOf(of.type)];
  return {
    zh: {
      title: `解除${word.zh}医学观察通知书`,
      lines: [
        ...head.zh,
        of.isEarly
          ? `引起观察的情况已经排除，${word.zh}观察自${dayZh(on)}起提前解除。`
          : `${word.zh}观察${of.days}天已满（至${dayZh(lastDayOf(of.dueAt))}24时），经医生签字，自${dayZh(on)}起解除。`,
        "健康码已同时更新。凭此通知可以正常出行、上班、上学，任何人不得因此区别对待。",
        `谢谢您和家人的配合。${of.profile.followUpDays}天后我们会再来电话问候；您的信息自今天起按期限删除。`,
      ],
    },
    en: {
      title: `Notice of release from ${word.en}`,
      lines: [
        ...head.en,
        of.isEarly
          ? `What led to it has been excluded: ${word.en} ends early, on ${on}.`
          : `The ${of.days} days are over (24:00 of ${lastDayOf(of.dueAt)}), a doctor has signed: released on ${on}.`,
        "The health code was changed at the same time. With this notice you travel, work and study as anybody; nobody may treat you differently.",
        `Thank you and your family. We call once more in ${inDaysEn(of.profile.followUpDays)}; from today the retention of your data runs out.`,
      ],
    },
  };
}

/** Somebody else was meant: an apology, and everything is erased. */
export const apologyOf = (): Papers => ({
  zh: {
    title: "致歉信",
    lines: [
      "经核实，本次居家观察的对象不是您，是我们的差错。观察立即结束，健康码的依据已经撤销，相关信息已经删除。",
      "给您和家人添了麻烦，我们郑重道歉。如需误工证明或有其他要求，请告诉社区，或拨打12345。",
    ],
  },
  en: {
    title: "Apology",
    lines: [
      "It was not you who was meant: the mistake is ours. The observation ends at once, the evidence behind your code is withdrawn and the file is erased.",
      "We apologise to you and your family. For a certificate to your employer or any other request tell the community, or call 12345.",
    ],
  },
});
