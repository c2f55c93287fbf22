/** The screen of the audit log: who did what to what, when and where; and the signed heads to take away. */
import { z } from "zod";
import { ROLES } from "#kernel/actor.ts";
import { route } from "#kernel/route.ts";

export const Entry = z.object({
  /** Its place in the Merkle log. */
  leafIndex: z.int(),
  id: z.uuid(),
  at: z.iso.datetime(),
  actorPost: z.uuid().nullable(),
  actorName: z.string().nullable(),
  actorRole: z.string(),
  actorArea: z.string(),
  action: z.string(),
  objectKind: z.string(),
  objectId: z.string(),
  place: z.string().nullable(),
  placeName: z.string().nullable(),
  /** Keys, counts, codes and reasons; never a name, number, phone or address. */
  detail: z.record(z.string(), z.unknown()),
});

const page = {
  /** The leaf index of the last entry seen; the newest come first. */
  before: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
const Entries = z.object({ items: z.array(Entry), next: z.int().nullable() });

export const listEntries = route({
  method: "GET",
  path: "/audit/entries",
  summary: "Entries of the auditor's area, newest first: by object, by actor, by place, by day, by action.",
  who: ["auditor"],
  params: z.object({
    ...page,
    objectKind: z.string().max(40).optional(),
    objectId: z.string().max(100).optional(),
    actorPost: z.uuid().optional(),
    role: z.enum([...ROLES, "system"]).optional(),
    action: z.string().max(60).optional(),
    /** A code: entries about places inside it. */
    place: z
      .string()
      .regex(/^[1-9]\d{1,17}$/)
      .optional(),
    /** A day in Asia/Shanghai. */
    day: z.iso.date().optional(),
  }),
  body: z.undefined(),
  result: Entries,
  problems: [],
  // A narrower place must lie in the auditor's area; without one the area itself bounds the list.
});

export const listMine = route({
  method: "GET",
  path: "/audit/mine",
  summary: "One's own deeds as the log has them, newest first.",
  who: "signed-in",
  params: z.object(page),
  body: z.undefined(),
  result: Entries,
  problems: [],
});

const Head = z.object({
  treeSize: z.int(),
  at: z.iso.datetime(),
  /** SHA-256 root of the Merkle tree (RFC 6962), hex. */
  rootHash: z.string(),
  keyId: z.string(),
  /** Ed25519 over the head's text, base64. */
  signature: z.string(),
});

export const listHeads = route({
  method: "GET",
  path: "/audit/heads",
  summary: "Signed tree heads to keep outside: `wangge audit verify --heads FILE` checks the log against them.",
  who: ["auditor"],
  params: z.object({
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(1000).default(1000),
  }),
  body: z.undefined(),
  result: z.object({
    keyId: z.string(),
    /** SPKI, PEM. */
    publicKey: z.string(),
    heads: z.array(Head),
    next: z.int().nullable(),
  }),
  problems: [],
});
