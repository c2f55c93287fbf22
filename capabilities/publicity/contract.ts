/** Notices of law and health to show and read aloud, cards for workers: published by two, receipts counted. */
import { z } from "zod";
import { PHONE_ROLES } from "#kernel/actor.ts";
import { command } from "#kernel/command.ts";
import { copyKind } from "#kernel/copy.ts";
import { levelOf } from "#kernel/places.ts";
import { common, problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { KINDS, LISTENERS_AT_MOST, WAYS } from "./rules/publicity.ts";

export const publicityProblems = problems("publicity", {
  "second-person": {
    status: 403,
    zh: "发布须由起草人以外的另一人批准。请同一中心或上级中心的同事批准。",
    en: "Somebody else than who drafted it must approve. Ask a colleague of this centre or one above.",
  },
  "not-waiting": {
    status: 409,
    zh: "该内容已批准或已撤下。请刷新查看。",
    en: "It was approved or withdrawn already. Refresh to see.",
  },
  "wrong-times": {
    status: 422,
    zh: "有效期不对：截止须晚于开始，且不早于现在。请核对。",
    en: "The validity is wrong: it must end after it begins, and not in the past.",
  },
});

const Place = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null);
const At = z.iso.datetime({ offset: true });
const Title = z.string().trim().min(2).max(100);
const Body = z.string().trim().min(2).max(4000);

const Text = {
  kind: z.enum(KINDS),
  titleZh: Title,
  titleEn: Title,
  bodyZh: Body,
  bodyEn: Body,
  /** The law, notice or guideline that it stands on. */
  legalBasis: z.string().trim().min(2).max(300),
  validFrom: At,
  validUntil: At,
};

export const noticeCopy = copyKind({
  name: "notice",
  value: z.object({ ...Text, area: z.string(), version: z.int() }),
  who: PHONE_ROLES,
});

export const giveReceipt = command({
  kind: "publicity/receipt",
  summary: "A notice was shown, read aloud, left on paper or talked about; counted by place and day.",
  who: PHONE_ROLES,
  body: z.object({
    itemId: z.uuid(),
    place: Place,
    way: z.enum(WAYS),
    listeners: z.int().min(1).max(LISTENERS_AT_MOST),
  }),
  problems: [common["not-found"]],
  place: ({ place }) => place,
});

const Item = z.object({
  id: z.uuid(),
  ...Text,
  area: z.string(),
  version: z.int(),
  standing: z.enum(["waiting", "coming", "stands", "over"]),
  draftedBy: z.string(),
  draftedAt: At,
  approvedBy: z.string().nullable(),
  approvedAt: At.nullable(),
  /** Times that it was given in this area, by way. */
  given: z.object({ shown: z.int(), readAloud: z.int(), paperLeft: z.int(), talk: z.int(), listeners: z.int() }),
});

export const listPublicity = route({
  method: "GET",
  path: "/areas/{area}/publicity",
  summary:
    "Notices and cards for an area or places in it: what waits for approval, what stands, how often it was given.",
  who: ["operator", "analyst", "auditor"],
  params: z.object({ area: Place }),
  body: z.undefined(),
  result: z.object({ now: At, items: z.array(Item) }),
  problems: [],
  place: ({ area }) => area,
});

export const draftPublicity = route({
  method: "POST",
  path: "/areas/{area}/publicity",
  summary: "Draft a notice or card for an area within one's own; `replaces`: as the next version of one.",
  who: ["operator"],
  params: z.object({ area: Place }),
  body: z.object({ ...Text, replaces: z.uuid().nullable().default(null) }),
  result: z.object({ id: z.uuid(), version: z.int() }),
  problems: [publicityProblems["wrong-times"]],
  place: ({ area }) => area,
  perMinute: 30,
});

export const approvePublicity = route({
  method: "POST",
  path: "/publicity/{itemId}/approve",
  summary: "A second person of the centre lets it go out to every phone of the area.",
  who: ["operator"],
  params: z.object({ itemId: z.uuid() }),
  body: z.object({}),
  result: z.object({ approvedAt: At }),
  problems: [publicityProblems["second-person"], publicityProblems["not-waiting"]],
});

export const endPublicity = route({
  method: "POST",
  path: "/publicity/{itemId}/end",
  summary: "Withdraw a notice or card: it leaves every phone.",
  who: ["operator"],
  params: z.object({ itemId: z.uuid() }),
  body: z.object({ reason: z.string().trim().min(2).max(500) }),
  result: z.object({ endedAt: At }),
  problems: [publicityProblems["not-waiting"]],
});
