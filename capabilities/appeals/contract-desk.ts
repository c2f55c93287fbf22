/** What offices do with appeals: lists, pages, decisions. */
import { z } from "zod";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { AppealLine, AppealPage } from "./contract.ts";
import { ATTACHMENTS_AT_MOST } from "./rules/attachments.ts";
import { appealProblems } from "./rules/problems.ts";
import { APPEAL_KINDS, APPEAL_OUTCOMES } from "./rules/states.ts";

const READERS = ["operator", "signatory", "health-worker", "auditor"] as const;

export const listAppeals = route({
  method: "GET",
  path: "/appeals",
  summary: "Appeals of one's area by when they are due; 50 a page.",
  who: READERS,
  params: z.object({
    view: z.enum(["open", "review", "ombudsman", "closed"]).default("open"),
    after: z.string().max(80).optional(),
  }),
  body: z.undefined(),
  result: z.object({ appeals: z.array(AppealLine), after: z.string().nullable() }),
  problems: [],
  channel: "work",
  purpose: "code.appeal",
});

export const showAppeal = route({
  method: "GET",
  path: "/appeals/{id}",
  summary: "One appeal with the evidence, the holder's words and proof, and every step. Audited.",
  who: READERS,
  params: z.object({ id: z.uuid() }),
  body: z.undefined(),
  result: AppealPage,
  problems: [common["not-found"]],
  channel: "work",
  purpose: "code.appeal",
});

export const downloadAttachment = route({
  method: "GET",
  path: "/appeals/{id}/attachments/{n}",
  summary: "One attachment, as a download that no browser runs. Audited.",
  who: ["operator", "signatory", "health-worker"],
  params: z.object({ id: z.uuid(), n: z.coerce.number().int().min(1).max(ATTACHMENTS_AT_MOST) }),
  body: z.undefined(),
  result: z.undefined(),
  problems: [common["not-found"]],
  raw: "out",
  runs: "by-itself",
  channel: "work",
  purpose: "code.appeal",
});

export const triageAppeal = route({
  method: "POST",
  path: "/appeals/{id}/triage",
  summary: "Looked at: which kind it is, so which clock runs. The office that received it stays its owner.",
  who: ["operator", "signatory", "health-worker"],
  params: z.object({ id: z.uuid() }),
  body: z.object({ kind: z.enum(APPEAL_KINDS), words: z.string().trim().max(500).default("") }),
  result: AppealLine,
  problems: [common["not-found"], appealProblems["not-now"]],
  channel: "work",
  purpose: "code.appeal",
});

export const decideAppeal = route({
  method: "POST",
  path: "/appeals/{id}/decision",
  summary:
    "Upheld, in part, or rejected, with reasons in Chinese; what is withdrawn recolours in the same transaction.",
  who: ["signatory", "health-worker"],
  params: z.object({ id: z.uuid() }),
  body: z.object({
    outcome: z.enum(APPEAL_OUTCOMES),
    reasonZh: z.string().trim().min(10).max(1_000),
    /** For `partial`: which evidence goes. */
    evidenceIds: z.array(z.guid()).max(20).default([]),
  }),
  result: AppealLine,
  problems: [
    common["not-found"],
    appealProblems["not-now"],
    appealProblems["health-only"],
    appealProblems["own-evidence"],
    appealProblems["same-person"],
    appealProblems["unknown-evidence"],
  ],
  channel: "work",
  purpose: "code.appeal",
});

export const giveOpinion = route({
  method: "POST",
  path: "/appeals/{id}/opinion",
  summary: "The ombudsman's opinion after the second review; it closes the appeal here, the court stays open.",
  who: ["auditor"],
  params: z.object({ id: z.uuid() }),
  body: z.object({ words: z.string().trim().min(10).max(1_000) }),
  result: AppealLine,
  problems: [common["not-found"], appealProblems["not-now"]],
  channel: "work",
  purpose: "code.appeal",
});
