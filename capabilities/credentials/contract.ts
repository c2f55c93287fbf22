/** Attestations: what a phone or a paper shows; the key set and the change list by which anybody can check it. */
import { z } from "zod";
import { CODE_COLOURS } from "#kernel/colours.ts";
import { problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";

export const credentialProblems = problems("credentials", {
  "no-code": {
    status: 404,
    zh: "这里没有这个人的健康码。请先申报；家人的码请先添加家人。",
    en: "There is no health code of this person here. Declare first; for family, add the family member first.",
  },
  "device-unknown": {
    status: 409,
    zh: "这部手机还没有登记，或已在别处注销。请重新登记本机。",
    en: "This phone is not registered, or was revoked. Register it again.",
  },
  "too-many-devices": {
    status: 409,
    zh: "这个健康码已在五部手机上使用。请先注销一部不用的手机。",
    en: "This code is in use on five phones already. Revoke one that is not used any more.",
  },
  "unusable-key": {
    status: 422,
    zh: "手机的密钥格式不对。请更新页面后重试；仍不行时使用联网亮码。",
    en: "The phone's key is not usable. Reload the page and try again, or use the code that the server refreshes.",
  },
  "not-green": {
    status: 422,
    zh: "只有绿码可以打印纸质码。",
    en: "Only a green code can be printed on paper.",
  },
  "cannot-be-confirmed": {
    status: 409,
    zh: "暂时无法确认此人的健康码，系统已报警。请稍后再试，或按身份证、测温、登记办理。",
    en: "This code cannot be confirmed at present; an alarm was raised. Try later, or use identity card, temperature and register.",
  },
  "paper-ended": {
    status: 409,
    zh: "这张纸质码已经收回或作废。",
    en: "This paper code was returned or revoked already.",
  },
  "short-code-unknown": {
    status: 404,
    zh: "没有这个短码，或已过期。请核对后再输，或按身份证、测温、登记办理。",
    en: "No such short code, or it has expired. Check it, or use identity card, temperature and register.",
  },
  busy: {
    status: 503,
    zh: "现在请求太多。已有的健康码照常可用，请稍后再刷新。",
    en: "Too many requests at present. The code that you have goes on working; refresh it later.",
  },
});

const At = z.iso.datetime();
const PersonKey = z.guid();
/** First 16 bytes of SHA-256 of the phone's public key (COSE_Key), written as a UUID. */
const Device = z.guid();

/** A public key as WebCrypto exports it. */
export const PublicJwk = z.discriminatedUnion("kty", [
  z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string().regex(/^[\w-]{43}$/) }),
  z.object({
    kty: z.literal("EC"),
    crv: z.literal("P-256"),
    x: z.string().regex(/^[\w-]{43}$/),
    y: z.string().regex(/^[\w-]{43}$/),
  }),
]);

/** What a phone keeps and shows. Reason and advice follow from `rule` (capabilities/codes/rules). */
export const Shown = z.object({
  /** `unconfirmed`: the record failed its check, no attestation is given; the last one stands until it expires. */
  state: z.enum(["confirmed", "unconfirmed"]),
  /** The platform's time: the phone keeps the difference for its proofs. */
  now: At,
  form: z.enum(["phone", "refreshed"]),
  device: Device.nullable(),
  /** COSE_Sign1, base64url; null when unconfirmed, or when `sameAs` is what the phone has. */
  attestation: z.string().nullable(),
  codeId: z.number().int().nullable(),
  /** For typing at a checkpoint whose camera fails. */
  shortCode: z.string().nullable(),
  colour: z.enum(CODE_COLOURS).nullable(),
  rule: z.string().nullable(),
  isShortStay: z.boolean(),
  since: At.nullable(),
  until: At.nullable(),
  decidedAt: At.nullable(),
  issuedAt: At.nullable(),
  expiresAt: At.nullable(),
  /** When the phone should ask again by itself (rules/refresh.ts). */
  refreshAt: At,
});

export const showAttestation = route({
  method: "GET",
  path: "/codes/{personKey}/attestation",
  summary: "The attestation of a person of one's account for one's phone, signed anew when it is stale.",
  who: "resident",
  params: z.object({
    personKey: PersonKey,
    /** Absent: the form that the server refreshes, for phones without a key of their own. */
    device: Device.optional(),
    /** The code id that the phone has: when it is current, only the times are sent. */
    sameAs: z.coerce.number().int().min(0).optional(),
  }),
  body: z.undefined(),
  result: Shown,
  problems: [credentialProblems["no-code"], credentialProblems["device-unknown"], credentialProblems.busy],
  runs: "by-itself",
  channel: "codes",
  purpose: "code.show",
  perMinute: 60,
});

export const registerDevice = route({
  method: "POST",
  path: "/codes/{personKey}/attestation",
  summary: "Register a phone by its public key for a person of one's account; the answer has its attestation.",
  who: "resident",
  params: z.object({ personKey: PersonKey }),
  body: z.object({ key: PublicJwk }),
  result: Shown,
  problems: [
    credentialProblems["no-code"],
    credentialProblems["unusable-key"],
    credentialProblems["too-many-devices"],
    credentialProblems.busy,
  ],
  runs: "by-itself",
  channel: "codes",
  purpose: "code.show",
  perMinute: 20,
});

export const listDevices = route({
  method: "GET",
  path: "/codes/{personKey}/devices",
  summary: "The phones on which a person's code is shown.",
  who: "resident",
  params: z.object({ personKey: PersonKey }),
  body: z.undefined(),
  result: z.object({
    items: z.array(z.object({ device: Device, registeredAt: At, isRevoked: z.boolean(), isOwn: z.boolean() })),
  }),
  problems: [credentialProblems["no-code"]],
  channel: "codes",
  purpose: "code.show",
  perMinute: 60,
});

export const revokeDevice = route({
  method: "DELETE",
  path: "/codes/{personKey}/devices/{device}",
  summary: "Revoke a phone: what it shows goes on the change list.",
  who: "resident",
  params: z.object({ personKey: PersonKey, device: Device }),
  body: z.undefined(),
  result: z.object({ device: Device }),
  problems: [credentialProblems["device-unknown"], credentialProblems["no-code"]],
  channel: "codes",
  purpose: "code.show",
  perMinute: 20,
});

export const showKeySet = route({
  method: "GET",
  path: "/key-set",
  summary: "The public keys by which codes and change lists are checked, signed by the root key (ETag).",
  who: "anyone",
  params: z.object({}),
  body: z.undefined(),
  result: z.unknown(),
  problems: [],
  runs: "by-itself",
  raw: "out",
  channel: "verify",
  purpose: "code.verify",
});

export const showCodeChanges = route({
  method: "GET",
  path: "/code-changes",
  summary: "Codes that no longer tell the truth, since a batch or as a snapshot: signed binary (ETag).",
  who: "anyone",
  params: z.object({ since: z.coerce.number().int().min(0).optional() }),
  body: z.undefined(),
  result: z.unknown(),
  problems: [],
  runs: "by-itself",
  raw: "out",
  channel: "verify",
  purpose: "code.verify",
});

const PaperCode = z.object({
  id: z.uuid(),
  personKey: PersonKey,
  place: z.string(),
  shortCode: z.string(),
  issuedAt: At,
  expiresAt: At,
  printedBy: z.string(),
  revokedAt: At.nullable(),
  revokedBecause: z.enum(["returned", "lost", "mistake", "replaced"]).nullable(),
  /** The person turned since: it is on the change list. */
  isListed: z.boolean(),
});

const PRINTERS = ["operator", "grid-worker", "health-worker"] as const;

export const printPaperCode = route({
  method: "POST",
  path: "/paper-codes",
  summary: "Print a paper code for a green person of one's area who has no phone; valid seven days at most.",
  who: PRINTERS,
  params: z.object({}),
  body: z.object({ personKey: PersonKey, days: z.number().int().min(1).max(7).default(7) }),
  result: z.object({
    paper: PaperCode,
    /** The text of the QR. */
    qr: z.string(),
    /** Last four of the identity number, printed beside; null when no number is known. */
    lastFour: z.string().nullable(),
  }),
  problems: [credentialProblems["no-code"], credentialProblems["not-green"], credentialProblems["cannot-be-confirmed"]],
  channel: "work",
  purpose: "code.show",
  perMinute: 60,
});

export const listPaperCodes = route({
  method: "GET",
  path: "/paper-codes",
  summary: "Paper codes of one's area, newest first: of a person, or the last fifty.",
  who: PRINTERS,
  params: z.object({ personKey: PersonKey.optional() }),
  body: z.undefined(),
  result: z.object({ items: z.array(PaperCode) }),
  problems: [],
  channel: "work",
  purpose: "code.show",
});

export const revokePaperCode = route({
  method: "POST",
  path: "/paper-codes/{id}/revocation",
  summary: "Record that a paper code was returned, lost or wrong: it goes on the change list.",
  who: PRINTERS,
  params: z.object({ id: z.uuid() }),
  body: z.object({ because: z.enum(["returned", "lost", "mistake", "replaced"]) }),
  result: PaperCode,
  problems: [credentialProblems["paper-ended"]],
  channel: "work",
  purpose: "code.show",
});

export const resolveShortCode = route({
  method: "GET",
  path: "/short-codes/{shortCode}",
  summary: "What a typed short code stands for, online only; the holder's log says who asked.",
  who: ["checkpoint-staff"],
  params: z.object({ shortCode: z.string().min(7).max(12) }),
  body: z.undefined(),
  result: z.object({
    codeId: z.number().int(),
    /** The colour as it is now; null: cannot be confirmed. */
    colour: z.enum(CODE_COLOURS).nullable(),
    form: z.enum(["phone", "refreshed", "paper"]),
    /** No proof comes with a typed code: compare with the identity card. */
    isShortStay: z.boolean(),
    expiresAt: At,
    now: At,
  }),
  problems: [credentialProblems["short-code-unknown"]],
  runs: "by-itself",
  channel: "scan",
  purpose: "code.verify",
  perMinute: 30,
});
