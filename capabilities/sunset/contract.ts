/** The sunset of an epidemic event: planned, approved by health and the chair, witnessed by the auditor, certified. */
import { z } from "zod";
import { problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";

export const sunsetProblems = problems("sunset", {
  "already-planned": {
    status: 409,
    zh: "这个事件已经有收尾计划。请在原计划上签署，或先撤销。",
    en: "There is a plan for this event. Approve that one, or cancel it first.",
  },
  "not-a-seat": {
    status: 403,
    zh: "收尾由省级卫健签字人、会议主持人签署，审计员见证。请由他们操作。",
    en: "A sunset is approved by the province's health signatory and the chair, and witnessed by the auditor. Ask them.",
  },
  "not-open": {
    status: 409,
    zh: "这个收尾计划已经执行或撤销。",
    en: "This plan was carried out or cancelled.",
  },
  "not-executed": {
    status: 409,
    zh: "还没有执行，没有证书可以见证。请等执行完成后再见证。",
    en: "It was not carried out yet: there is no certificate to witness. Come back when it is done.",
  },
  "other-certificate": {
    status: 422,
    zh: "您核对的证书与系统里的不是同一份。请重新取得证书文件后核对。",
    en: "The certificate you checked is not the one on record. Get the file again and check it.",
  },
});

const SEATS = ["health", "chair", "auditor"] as const;
export const Sunset = z.object({
  id: z.uuid(),
  eventId: z.string(),
  reason: z.string(),
  state: z.enum(["planned", "approved", "executed", "certified", "cancelled"]),
  plannedAt: z.iso.datetime(),
  approvals: z.array(z.object({ seat: z.enum(SEATS), organisation: z.string(), at: z.iso.datetime() })),
  executedAt: z.iso.datetime().nullable(),
  certifiedAt: z.iso.datetime().nullable(),
  /** SHA-256 of the certificate file, hex. */
  certificateSha256: z.string().nullable(),
});

/** What will become of each table, with the rows of today. */
export const FateLine = z.object({
  table: z.string(),
  fate: z.enum(["erase", "keep"]),
  zh: z.string(),
  en: z.string(),
  rows: z.int(),
});

const Text = z.string().trim().min(10).max(500);
const id = z.object({ id: z.uuid() });
const WHO = ["signatory", "auditor"] as const;

export const listSunsets = route({
  method: "GET",
  path: "/sunsets",
  summary: "Plans to end an epidemic event, with what will be erased and kept.",
  who: [...WHO, "analyst"],
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ items: z.array(Sunset), fates: z.array(FateLine) }),
  problems: [],
});

export const planSunset = route({
  method: "POST",
  path: "/sunsets",
  summary: "Plan the end of an epidemic event; nothing happens before both seats approved and the command was given.",
  who: ["signatory"],
  params: z.object({}),
  body: z.object({ eventId: z.string().max(40), reason: Text }),
  result: Sunset,
  problems: [sunsetProblems["already-planned"], sunsetProblems["not-a-seat"]],
});

export const approveSunset = route({
  method: "POST",
  path: "/sunsets/{id}/approvals",
  summary: "Approve as health or chair; consent to witness as the auditor.",
  who: [...WHO],
  params: id,
  body: z.object({}),
  result: Sunset,
  problems: [sunsetProblems["not-a-seat"], sunsetProblems["not-open"]],
});

export const cancelSunset = route({
  method: "POST",
  path: "/sunsets/{id}/cancellation",
  summary: "Cancel a plan that was not carried out.",
  who: ["signatory"],
  params: id,
  body: z.object({ reason: Text }),
  result: Sunset,
  problems: [sunsetProblems["not-a-seat"], sunsetProblems["not-open"]],
});

export const certifySunset = route({
  method: "POST",
  path: "/sunsets/{id}/certification",
  summary: "The auditor checked the certificate (wangge sunset verify) and witnesses it by its SHA-256.",
  who: ["auditor"],
  params: id,
  body: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  result: Sunset,
  problems: [sunsetProblems["not-executed"], sunsetProblems["other-certificate"]],
});

export const showCertificate = route({
  method: "GET",
  path: "/sunsets/certificates",
  summary: "The certificates of events that have ended, for anybody to check (wangge sunset verify).",
  who: "anyone",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ items: z.array(z.unknown()) }),
  problems: [],
  channel: "verify",
});
