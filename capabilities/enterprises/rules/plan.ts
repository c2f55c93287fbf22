/** What an application to resume work says: the plan and the self-check, saved in any state of completeness. */
import { z } from "zod";

const count = (most: number) => z.int().min(0).max(most).nullable().default(null);
const text = (most: number) => z.string().trim().max(most).nullable().default(null);

export const CANTEENS = ["none", "boxed-meals", "separate-seats", "staggered"] as const;
export const CHECK_ANSWERS = ["yes", "no", "not-applicable"] as const;

/** The self-check list (g2): what is asked, and whether a photo must show it. */
export const CHECKS = [
  {
    id: "responsible",
    needsPhoto: false,
    zh: "明确防疫责任人和值班电话",
    en: "A person in charge and a duty phone are named",
  },
  {
    id: "roster",
    needsPhoto: false,
    zh: "员工名册和14天去向已摸清",
    en: "The roster and everybody's last 14 days are known",
  },
  { id: "gate", needsPhoto: true, zh: "门口设测温点，进出必测", en: "Temperature is taken at the gate, in and out" },
  { id: "masks", needsPhoto: false, zh: "口罩足够，全员佩戴", en: "Enough masks, worn by all" },
  {
    id: "disinfection",
    needsPhoto: true,
    zh: "公共区域每天消毒并登记",
    en: "Shared areas are disinfected and signed for daily",
  },
  { id: "air", needsPhoto: false, zh: "每天通风，不用中央空调回风", en: "Rooms are aired daily; no recirculated air" },
  { id: "isolation", needsPhoto: true, zh: "设临时隔离室", en: "There is an isolation room" },
  { id: "canteen", needsPhoto: false, zh: "错峰或分餐，一人一桌", en: "Meals are staggered or boxed, one at a table" },
  {
    id: "dormitory",
    needsPhoto: false,
    zh: "宿舍控制人数，外地返回者单独住",
    en: "Few to a dormitory room; returners apart",
  },
  { id: "training", needsPhoto: false, zh: "全员培训防护知识", en: "Everybody was trained" },
  {
    id: "visitors",
    needsPhoto: false,
    zh: "访客登记、亮码、测温",
    en: "Visitors are registered, show codes, are measured",
  },
  { id: "emergency", needsPhoto: false, zh: "有发热处置预案并已演练", en: "A plan for a fever, and it was rehearsed" },
] as const;
export const CHECK_IDS = CHECKS.map(({ id }) => id);

export const Shift = z.object({
  name: z.string().trim().min(1).max(20),
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  persons: z.int().min(1).max(500_000),
});

export const Content = z.object({
  /** The first day at work. */
  resumeOn: z.iso.date().nullable().default(null),
  firstBatch: count(500_000),
  rooms: count(100_000),
  thermometers: count(100_000),
  /** Masks used a day, and in store. */
  masksADay: count(10_000_000),
  masksInStore: count(100_000_000),
  disinfectantLitres: count(10_000_000),
  /** The protective stock lasts for so many days. */
  stockDays: count(365),
  isolationRooms: count(10_000),
  isolationWhere: text(100),
  canteen: z.enum(CANTEENS).nullable().default(null),
  personsADormitoryRoom: count(50),
  dormitoryArrangement: text(500),
  shifts: z.array(Shift).max(12).default([]),
  remark: text(1000),
  checks: z.partialRecord(z.enum(CHECK_IDS), z.enum(CHECK_ANSWERS)).default({}),
});
export type Content = z.output<typeof Content>;

const REQUIRED = [
  "resumeOn",
  "firstBatch",
  "rooms",
  "thermometers",
  "masksADay",
  "masksInStore",
  "disinfectantLitres",
  "stockDays",
  "isolationRooms",
  "canteen",
] as const satisfies readonly (keyof Content)[];

/** Less protective stock than for a week is no plan (practice of the counties in February 2020; configurable by none). */
const STOCK_DAYS_AT_LEAST = 7;

export type CompletenessFacts = {
  readonly content: Content;
  readonly rosterCount: number;
  readonly dormitories: number;
  /** Items of the self-check that have a photo. */
  readonly photoItems: readonly string[];
};

/** What is missing before it can be submitted: names of fields and items, in the order of the form; empty when complete. */
export function missingIn({ content, rosterCount, dormitories, photoItems }: CompletenessFacts): string[] {
  const missing: string[] = REQUIRED.filter((field) => content[field] === null);
  if (content.stockDays !== null && content.stockDays < STOCK_DAYS_AT_LEAST) missing.push("stockDays");
  if (content.thermometers === 0) missing.push("thermometers");
  if (content.isolationRooms === 0) missing.push("isolationRooms");
  if (dormitories > 0 && content.personsADormitoryRoom === null) missing.push("personsADormitoryRoom");
  if (content.shifts.length === 0) missing.push("shifts");
  for (const { id, needsPhoto } of CHECKS) {
    const answer = content.checks[id];
    if (answer === undefined || answer === "no") missing.push(`checks.${id}`);
    else if (needsPhoto && answer === "yes" && !photoItems.includes(id)) missing.push(`photo.${id}`);
  }
  if (rosterCount === 0) missing.push("roster");
  return missing;
}
