/**
 * Asking by robot or by text message: when, how often, and what an answer means. Pure.
 *
 * Source: reference/domain.md §6.15 (09:00–11:30 and 14:00–17:30, three tries, "any 不舒服/发烧/胸闷/救命 → human"), §7.3
 * scenarios 22 (no answer three times: people at 16:30) and 29 (deaf: no robot, text messages).
 */
import { dayOf, HOUR, type Instant, later, MINUTE, startOf } from "#kernel/time.ts";

export const REACHES = ["people", "voice", "text"] as const;
export type Reach = (typeof REACHES)[number];

/** Of one check; then people take over. */
export const TRIES = 3;
/** Between two tries: who was in the bath is out of it. */
export const PAUSE = 10 * MINUTE;
/** A call that was given out and never answered for is given out again. */
export const LOST_AFTER = 30 * MINUTE;
/** A text message is asked once more after this, then the window closes and people come. */
export const REMIND_AFTER = HOUR;
export const TEXTS = 2;

const within = (now: Instant, from: number, to: number): boolean => {
  const day = startOf(dayOf(now));
  return now >= later(day, from * HOUR) && now < later(day, to * HOUR);
};

/** Never at night, never at lunch. */
export const mayCall = (now: Instant): boolean => within(now, 9, 11.5) || within(now, 14, 17.5);
/** A message makes less noise than a call, but not before half past eight. */
export const mayText = (now: Instant): boolean => within(now, 8.5, 20.5);

/** Words that ask for help, whatever stands before them. */
const CRIES = /救命|救救我|想死|不想活|活不下去|晕倒|昏倒|求助|help/i;
/** Words of illness or grief, unless it is said that there is none. */
const WORDS =
  /胸闷|胸痛|胸口[痛疼]|喘不[上过]气|上不来气|呼吸困难|气短|不舒服|发烧|发热|发高烧|难受|咳嗽|咳血|拉肚子|头晕|害怕|崩溃/g;
/** "没有", "没什么", "不", right before the word: it is not there. A list behind one "没有" is read as if each stood alone. */
const DENIED = /(?:没|没有|不|无|未|并没有|从没)(?:有|什么|啥|任何|感觉|觉得|感到|怎么|再|出现|过)*$/;

/**
 * Does it ask for help? In doubt yes: a call in vain costs a minute, a word not heard may cost a life. "没有发烧" does not;
 * "没有发烧，胸闷" does.
 */
export function soundsDistressed(said: string): boolean {
  const text = said.replace(/\s+/g, "");
  if (CRIES.test(text)) return true;
  return [...text.matchAll(WORDS)].some(({ index }) => !DENIED.test(text.slice(Math.max(0, index - 12), index)));
}

export type Reply = { readonly temperatureTenths: number | null; readonly isDistressed: boolean };

/** `36.5 无不适`, `36度5`, `体温365`: what somebody answered by text. A number that no living person has is none. */
export function readReply(text: string): Reply {
  const plain = text.normalize("NFKC");
  const found = /(?<!\d)(3[4-9]|4[0-3])(?:\s*[.,。·点度]\s*(\d)|(\d))?(?!\d)/.exec(plain);
  const [, whole, behind, joined] = found ?? [];
  const temperatureTenths = whole === undefined ? null : Number(whole) * 10 + Number(behind ?? joined ?? 0);
  return {
    temperatureTenths: temperatureTenths !== null && temperatureTenths <= 430 ? temperatureTenths : null,
    isDistressed: soundsDistressed(plain),
  };
}

/** What is asked; no name, no illness, no measure: a phone lies on tables. */
export const QUESTION = {
  morning: "【网格】今天上午的测温：请回复体温和身体情况，例如：36.5 都好。需要人来请回复：求助。",
  evening: "【网格】今天下午的测温：请回复体温和身体情况，例如：36.5 都好。需要人来请回复：求助。",
} as const;

export const REPLIES = {
  taken: "已记下，谢谢。",
  coming: "已记下，工作人员会尽快来找您。",
  unread: "没有看懂。请回复体温和身体情况，例如：36.5 都好。需要人来请回复：求助。",
} as const;
