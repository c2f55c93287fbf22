/** Mutual recognition: which provinces are recognised and how, and statements of reasons out and in. */
import { z } from "zod";
import { common, problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { KEY_USES, SIGNATURE_ALGORITHMS } from "./rules/key-set.ts";
import { STATEMENT_TEXT, TARGETS } from "./rules/recognition.ts";

export const recognitionProblems = problems("recognition", {
  "key-set-not-whole": {
    status: 422,
    zh: "该密钥集的根签名不成立，或签发方不是外省。请向对方重新索取。",
    en: "The key set is not as its root key signed it, or is not another province's. Ask that province for it again.",
  },
  "same-person": {
    status: 409,
    zh: "提议人不能自己确认。请由省卫健部门签发人确认。",
    en: "Whoever proposed it cannot confirm it. A health signatory of the province confirms.",
  },
  "same-organisation": {
    status: 409,
    zh: "提议人与您同属一个单位，须由另一单位的人确认。",
    en: "Whoever proposed it is of your organisation. Somebody of another one confirms.",
  },
  "not-province-health": {
    status: 403,
    zh: "只有省级卫健部门的签发人可以确认或终止互认。",
    en: "Only a health signatory of the province confirms or ends a recognition.",
  },
  "not-recognised": {
    status: 409,
    zh: "该省的健康码尚未互认。请按身份证、测温、申报办理。",
    en: "That province is not recognised yet. Use identity card, temperature and a declaration.",
  },
  "statement-unusable": {
    status: 422,
    zh: "该凭证无法核验、已过期，或不是开给本省的。请在原省重新开具。",
    en: "The statement cannot be verified, has expired, or is not for this province. Ask for a new one where it came from.",
  },
});

const At = z.iso.datetime();
const Province = z.string().regex(/^[1-9]\d$/);
const Mapping = z
  .record(z.string().regex(/^[a-z][a-z0-9-]{1,39}$/), z.enum(TARGETS))
  .refine((table) => Object.keys(table).length <= 100);
const Time = z.iso.datetime({ offset: true });
const KeySet = z.object({
  issuer: Province,
  issuedAt: Time,
  keys: z
    .array(
      z.object({
        kid: z.string().regex(/^[\w-]{1,40}$/),
        alg: z.enum(SIGNATURE_ALGORITHMS),
        publicKey: z.string().regex(/^[\w-]{40,90}$/),
        use: z.enum(KEY_USES),
        validFrom: Time,
        validUntil: Time,
      }),
    )
    .min(1)
    .max(40),
  signature: z.object({ kid: z.string(), alg: z.enum(SIGNATURE_ALGORITHMS), value: z.string().max(200) }),
});
const Recognition = z.object({
  id: z.uuid(),
  issuer: z.string(),
  rootKid: z.string(),
  mapping: Mapping,
  state: z.enum(["proposed", "confirmed", "rejected", "ended"]),
  proposedAt: At,
  decidedAt: At.nullable(),
  note: z.string(),
  /** When its root key signed the set, and what is in it: a set that is getting old is renewed before it ends. */
  keySetIssuedAt: Time,
  keys: z.array(
    z.object({ kid: z.string(), alg: z.string(), use: z.enum(KEY_USES), validFrom: Time, validUntil: Time }),
  ),
});
const base = { channel: "work", purpose: "code.recognise" } as const;

export const listRecognitions = route({
  ...base,
  method: "GET",
  path: "/recognitions",
  summary: "Provinces whose reasons are recognised, with the table from each reason to our evidence.",
  who: ["analyst", "signatory", "auditor"],
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ items: z.array(Recognition), now: At }),
  problems: [],
});

export const proposeRecognition = route({
  ...base,
  method: "POST",
  path: "/recognitions",
  summary: "Propose to recognise another province by its key set, checked against its root key, and a mapping table.",
  who: ["analyst"],
  params: z.object({}),
  body: z.object({ id: z.uuidv7(), keySet: KeySet, mapping: Mapping, note: z.string().min(2).max(500) }),
  result: Recognition,
  problems: [recognitionProblems["key-set-not-whole"]],
  perMinute: 20,
});

export const decideRecognition = route({
  ...base,
  method: "POST",
  path: "/recognitions/{id}/decision",
  summary: "Confirm, reject or end a recognition: a health signatory of the province.",
  who: ["signatory"],
  params: z.object({ id: z.uuid() }),
  body: z.object({ decision: z.enum(["confirm", "reject", "end"]) }),
  result: Recognition,
  problems: [
    recognitionProblems["not-province-health"],
    recognitionProblems["same-person"],
    recognitionProblems["same-organisation"],
    common["not-found"],
  ],
});

export const issueStatement = route({
  ...base,
  method: "POST",
  path: "/persons/{personKey}/reason-statement",
  summary: "A signed statement of what stands against a holder here, for one other province, at his own wish.",
  who: "resident",
  params: z.object({ personKey: z.guid() }),
  body: z.object({ audience: Province }),
  result: z.object({ statement: z.string(), expiresAt: At, reasons: z.array(z.string()) }),
  problems: [common["not-found"]],
  channel: "codes",
  perMinute: 10,
});

export const acceptStatement = route({
  ...base,
  method: "POST",
  path: "/persons/{personKey}/recognised-statements",
  summary: "Accept another province's statement that a holder brings: its reasons become evidence by the agreed table.",
  who: "resident",
  params: z.object({ personKey: z.guid() }),
  body: z.object({ statement: z.string().regex(STATEMENT_TEXT) }),
  result: z.object({
    issuer: z.string(),
    evidence: z.array(z.object({ reason: z.string(), kind: z.string(), until: At })),
    /** Reasons that our table does not know: health looks at them, nothing is assumed. */
    unknown: z.array(z.string()),
  }),
  problems: [recognitionProblems["not-recognised"], recognitionProblems["statement-unusable"], common["not-found"]],
  runs: "by-itself",
  channel: "declare",
  perMinute: 10,
});
