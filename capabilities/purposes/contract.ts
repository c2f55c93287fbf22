/** Purposes: what data about persons may be used for, published with its legal basis, signed, objected to, ended. */
import { z } from "zod";
import { problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { AIMS, PURPOSE_SEATS } from "./rules/purposes.ts";

export const purposeProblems = problems("purposes", {
  "id-taken": {
    status: 409,
    zh: "这个用途编号已经有了。请换一个编号。",
    en: "A purpose of this id exists. Choose another id.",
  },
  "event-ended": {
    status: 409,
    zh: "疫情事件已经结束，不能再增加用途。",
    en: "The epidemic event has ended: no purpose can be added to it.",
  },
  "already-decided": {
    status: 409,
    zh: "这项用途已经生效或已经停止，不能再签署。若要停止，请用“停止用途”。",
    en: "This purpose is in force or has ended and can no longer be signed. To stop it, end it.",
  },
  "not-a-seat": {
    status: 403,
    zh: "用途由省级卫健签字人和会议主持人签署，审计员可以提出异议。请由他们操作。",
    en: "A purpose is signed by the province's health signatory and the chair; the auditor may object. Ask them.",
  },
});

const Text = (least: number, most: number) => z.string().trim().min(least).max(most);

export const LegalBasis = z.object({ title: Text(4, 200), article: Text(0, 60) });
export const Purpose = z.object({
  id: z.string(),
  eventId: z.string(),
  aim: z.enum(AIMS),
  titleZh: z.string(),
  titleEn: z.string(),
  legalBasis: z.array(LegalBasis),
  dataKinds: z.array(z.string()),
  /** Days after the last need. */
  retentionDays: z.int(),
  state: z.enum(["proposed", "announced", "in-force", "ended"]),
  proposedAt: z.iso.datetime(),
  inForceFrom: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  endedReason: z.string().nullable(),
  decisions: z.array(
    z.object({
      seat: z.enum(PURPOSE_SEATS),
      decision: z.enum(["sign", "object"]),
      reason: z.string().nullable(),
      at: z.iso.datetime(),
    }),
  ),
});
export const EpidemicEvent = z.object({
  id: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  startedOn: z.iso.date(),
  endedAt: z.iso.datetime().nullable(),
});

export const listPurposes = route({
  method: "GET",
  path: "/purposes",
  summary: "Every purpose for which data about persons is, was or is proposed to be used, with its legal basis.",
  who: "anyone",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ events: z.array(EpidemicEvent), purposes: z.array(Purpose) }),
  problems: [],
  channel: "verify",
});

export const proposePurpose = route({
  method: "POST",
  path: "/purposes",
  summary: "Propose a new use of data about persons; it is public at once and in force a day after, when signed.",
  who: ["analyst", "signatory"],
  params: z.object({}),
  body: z.object({
    id: z.string().regex(/^[a-z]+\.[a-z-]{2,40}$/),
    eventId: z.string().max(40),
    aim: z.enum(AIMS),
    titleZh: Text(4, 200),
    titleEn: Text(4, 200),
    legalBasis: z.array(LegalBasis).min(1).max(10),
    dataKinds: z.array(Text(2, 40)).min(1).max(20),
    retentionDays: z.int().min(1).max(3650),
  }),
  result: Purpose,
  problems: [purposeProblems["id-taken"], purposeProblems["event-ended"]],
});

export const decidePurpose = route({
  method: "POST",
  path: "/purposes/{id}/decisions",
  summary: "Sign a proposed purpose as health or chair; object as the auditor too, with a reason.",
  who: ["signatory", "auditor"],
  params: z.object({ id: z.string().max(60) }),
  body: z.discriminatedUnion("decision", [
    z.object({ decision: z.literal("sign") }),
    z.object({ decision: z.literal("object"), reason: Text(4, 500) }),
  ]),
  result: Purpose,
  problems: [purposeProblems["not-a-seat"], purposeProblems["already-decided"]],
});

export const endPurpose = route({
  method: "POST",
  path: "/purposes/{id}/end",
  summary: "End a purpose, at once: every route that serves it refuses from then on.",
  who: ["signatory"],
  params: z.object({ id: z.string().max(60) }),
  body: z.object({ reason: Text(4, 500) }),
  result: Purpose,
  problems: [purposeProblems["not-a-seat"], purposeProblems["already-decided"]],
});
