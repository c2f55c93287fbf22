/** Exposure look-back: who was at a place when a case was there, told and asked, never coloured. */
import { z } from "zod";
import { common, problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { LOOK_BACK_STATES } from "./rules/look-back.ts";

export const lookBackProblems = problems("look-backs", {
  "not-health": {
    status: 403,
    zh: "暴露回溯由卫健岗位提出和确认。请联系卫健人员。",
    en: "A look-back is asked and decided by the health department. Ask them.",
  },
  "wrong-window": {
    status: 422,
    zh: "时间段要在最近十四天之内，最长二十四小时，且不能在将来。请改正后再提交。",
    en: "The stretch must lie within the last 14 days, last 24 hours at most and not be in the future. Correct it.",
  },
  "too-many": {
    status: 422,
    zh: "这个时间段在场的人太多。请按接触的时间把时间段缩短。",
    en: "Too many people were there. Shorten the stretch to the time of contact.",
  },
  "same-organisation": {
    status: 409,
    zh: "要由另一个单位的卫健人员确认。请换人操作。",
    en: "Somebody of health from another organisation must decide.",
  },
  decided: {
    status: 409,
    zh: "已经有人处理过了。请刷新查看结果。",
    en: "It was decided already. Refresh to see how.",
  },
});

const Text = (least: number, most: number) => z.string().trim().min(least).max(most);
export const LookBack = z.object({
  id: z.uuid(),
  checkpointId: z.uuid(),
  checkpoint: z.string(),
  place: z.string(),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  event: z.string(),
  reason: z.string(),
  /** Persons with evidence of presence. */
  persons: z.int(),
  askedBy: z.string(),
  askedAt: z.iso.datetime(),
  state: z.enum(LOOK_BACK_STATES),
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  decidedReason: z.string().nullable(),
});

const HEALTH = ["health-worker", "signatory"] as const;
const PURPOSE = "code.evidence";

export const askLookBack = route({
  method: "POST",
  path: "/checkpoints/{checkpointId}/look-backs",
  summary: "Count who was at a place, with evidence of presence, when a case was there; nothing is sent yet.",
  who: [...HEALTH],
  params: z.object({ checkpointId: z.uuid() }),
  body: z.object({
    from: z.iso.datetime({ offset: true }),
    until: z.iso.datetime({ offset: true }),
    event: Text(3, 60),
    reason: Text(20, 500),
  }),
  result: LookBack,
  problems: [
    common["not-found"],
    lookBackProblems["not-health"],
    lookBackProblems["wrong-window"],
    lookBackProblems["too-many"],
  ],
  purpose: PURPOSE,
});

export const decideLookBack = route({
  method: "POST",
  path: "/look-backs/{id}/decision",
  summary:
    "Confirm or reject as health of another organisation; confirmed, each person is told and his grid asked to call.",
  who: [...HEALTH],
  params: z.object({ id: z.uuid() }),
  body: z.object({ decision: z.enum(["confirm", "reject"]), reason: Text(10, 500) }),
  result: LookBack,
  problems: [
    common["not-found"],
    lookBackProblems["not-health"],
    lookBackProblems["same-organisation"],
    lookBackProblems.decided,
  ],
  purpose: PURPOSE,
});

export const listLookBacks = route({
  method: "GET",
  path: "/areas/{area}/look-backs",
  summary: "Look-backs of an area, newest first: what was asked, by whom, how it was decided.",
  who: [...HEALTH, "auditor"],
  params: z.object({
    area: z.string().regex(/^[1-9]\d{1,17}$/),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  body: z.undefined(),
  result: z.object({ items: z.array(LookBack) }),
  problems: [],
  place: (params) => params.area,
  purpose: PURPOSE,
});
