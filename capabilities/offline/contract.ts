/** Phones without a network: what they say, each once; what they hold, in pages and then in changes. */
import { z } from "zod";
import { PHONE_ROLES, TERMINAL_ROLES } from "#kernel/actor.ts";
import { levelOf } from "#kernel/places.ts";
import { route } from "#kernel/route.ts";
import { offlineProblems as problem } from "./rules/problems.ts";

/** Commands of one request: a phone that was offline sends the rest in the next one. */
export const COMMANDS_AT_MOST = 50;
/** Records of one page of a copy: some 100 kB, so that a broken line costs seconds, not everything. */
export const RECORDS_AT_MOST = 1_000;
/** A phone that was not heard of for so long starts over; it has erased what it held long before. */
export const CHANGES_KEPT_FOR_DAYS = 14;

const At = z.iso.datetime({ offset: true });

/** One command as the phone made it; its body is read by its kind's own schema. */
export const SentCommand = z.object({
  /** UUIDv7, made on the phone when the person pressed the button. */
  id: z.uuidv7(),
  kind: z.string().max(80),
  /** By the device's clock. */
  madeAt: At,
  /** Milliseconds that the server's clock is ahead of the device's, as last seen by the phone; added to madeAt. */
  clockOffsetMs: z.int().min(-1e12).max(1e12).default(0),
  /** The id of the command without which this one makes no sense: it is held until that one was applied. */
  after: z.uuidv7().nullable().default(null),
  body: z.unknown(),
});

const Unreadable = z.unknown().transform((raw) => ({ unreadable: raw }));

export const CommandAnswer = z.object({
  /** Null when the command had no readable id. The answers stand in the order of the commands. */
  id: z.string().nullable(),
  /** `later`: nothing was decided; send it again. */
  answer: z.enum(["applied", "already", "held", "refused", "later"]),
  code: z.string().optional(),
  zh: z.string().optional(),
  en: z.string().optional(),
  fields: z.array(z.string()).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
});

export const sendCommands = route({
  method: "POST",
  path: "/field/commands",
  summary: "What phones recorded, each applied once and answered by itself; one that came too early is held.",
  // A checkpoint's phone says nothing but its alarm this way: each command names who may give it.
  who: TERMINAL_ROLES,
  params: z.object({}),
  body: z.object({
    commands: z
      .array(z.union([SentCommand, Unreadable]))
      .min(1)
      .max(COMMANDS_AT_MOST),
  }),
  result: z.object({ now: At, answers: z.array(CommandAnswer) }),
  problems: Object.values(problem),
  bodyLimit: 4 * 1024 * 1024,
  perMinute: 120,
  runs: "by-itself",
});

export const listHeld = route({
  method: "GET",
  path: "/field/commands/held",
  summary: "One's own commands that wait for another to arrive, oldest first, at most 200.",
  who: PHONE_ROLES,
  params: z.object({}),
  body: z.undefined(),
  result: z.object({
    held: z.array(z.object({ id: z.uuid(), kind: z.string(), after: z.uuid(), madeAt: At, receivedAt: At })),
  }),
  problems: [],
});

const vaultOf = z.object({ vaultId: z.uuidv7() });
/** 32 bytes as base64url. */
const Secret = z.string().regex(/^[\w-]{43}$/);

export const keepVaultSecret = route({
  method: "PUT",
  path: "/field/vaults/{vaultId}",
  summary: "A phone's vault: its secret is kept for the post, against a forgotten PIN; at most ten vaults a post.",
  who: PHONE_ROLES,
  params: vaultOf,
  /** `token`: with it the phone asks, without a sign-in, whether it must erase. */
  body: z.object({ secret: Secret, token: Secret }),
  /** Where door reports go as text messages; null: this deployment takes none. */
  result: z.object({ smsNumber: z.string().nullable() }),
  problems: [problem["id-taken"]],
  perMinute: 30,
});

export const openVault = route({
  method: "POST",
  path: "/field/vaults/{vaultId}/open",
  summary: "The secret of one's own vault, within fifteen minutes of signing in: the PIN was forgotten.",
  who: PHONE_ROLES,
  params: vaultOf,
  body: z.object({}),
  result: z.object({ secret: Secret }),
  problems: [problem["sign-in-again"], problem["secret-gone"]],
  runs: "by-itself",
  perMinute: 10,
});

export const contactVault = route({
  method: "POST",
  path: "/field/vaults/{vaultId}/contact",
  summary: "A signed-out phone asks whether it must erase what it holds, and says that it did.",
  who: "anyone",
  params: vaultOf,
  body: z.object({
    token: Secret,
    erased: z
      .object({ unsent: z.int().min(0).max(1e6) })
      .nullable()
      .default(null),
  }),
  /** `erase`: its registration was revoked or its post has ended. A vault that is not known may stay. */
  result: z.object({ standing: z.enum(["good", "erase"]) }),
  problems: [],
  runs: "by-itself",
  perMinute: 30,
});

export const receiveSms = route({
  method: "POST",
  path: "/field/sms",
  summary: "A gateway hands in a text message: a door report made where only messages get through (rules/sms.ts).",
  who: "anyone",
  params: z.object({}),
  body: z.object({
    /** The gateway's own id of the message. */
    id: z.string().min(1).max(100),
    from: z.string().regex(/^\+?\d{5,15}$/),
    text: z.string().max(1000),
    /** When the gateway hands it in: ten minutes from now at most. */
    at: At,
    /** Hex HMAC-SHA-256 of id, at, from and text, a line each, by the secret of WANGGE_SMS_INBOUND_SECRET. */
    signature: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  result: z.object({
    answer: z.enum(["accepted", "already", "refused", "unreadable", "unknown", "other-number"]),
    /** What the gateway may send back: nothing of the report is in it. */
    reply: z.string(),
  }),
  problems: [problem["not-the-gateway"]],
  runs: "by-itself",
  perMinute: 6_000,
});

export const copyPage = route({
  method: "GET",
  path: "/field/copy",
  summary: "The next page of the phone's copy of an area: first all records in order, then only what changed.",
  who: PHONE_ROLES,
  params: z.object({
    area: z
      .string()
      .regex(/^[1-9]\d+$/)
      .refine((code) => levelOf(code) !== null),
    /** The kinds that this page of the phone knows, as a comma list: an old page is never sent what it cannot read. */
    kinds: z
      .string()
      .max(2_000)
      .regex(/^[a-z-]+(,[a-z-]+)*$/),
    /** As the last answer gave it; absent: from the beginning. */
    cursor: z.string().max(3_000).optional(),
  }),
  body: z.undefined(),
  result: z.object({
    now: At,
    records: z.array(
      z.object({
        kind: z.string(),
        id: z.string(),
        /** Null: it went, or is no longer of this area. */ value: z.unknown(),
      }),
    ),
    cursor: z.string(),
    /** Nothing more for now: the phone's copy is whole as of `now`. */
    isWhole: z.boolean(),
    /** On the first page: how many records of each kind there will be, so that progress can be told truly. */
    totals: z.record(z.string(), z.int()).nullable(),
  }),
  problems: [problem["area-too-wide"], problem["start-over"]],
  place: ({ area }) => area,
  perMinute: 600,
});
