/** The certificate of a sunset: what an outsider can check without the platform (docs/decisions/0015). */
import { z } from "zod";

export const ErasedTable = z.object({ name: z.string(), rowsBefore: z.int().min(0), rowsAfter: z.int().min(0) });
export const ErasedFolder = z.object({ folder: z.string(), files: z.int().min(0), bytes: z.int().min(0) });
export const DestroyedKey = z.object({
  name: z.string(),
  /** SHA-256 of the key. The first 16 hex digits of `sealing`'s stand beside every row that it sealed. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** `held-outside`: the key came from the environment; its holder must destroy it. */
  how: z.enum(["overwritten-and-removed", "held-outside"]),
});
/** A signing key with its private part, as JWKs: whoever has it can make any old code, so no old code proves anything. */
export const PublishedKey = z.object({
  kid: z.string(),
  alg: z.string(),
  publicJwk: z.record(z.string(), z.unknown()),
  privateJwk: z.record(z.string(), z.unknown()),
});
export const Certificate = z.object({
  kind: z.literal("wangge-sunset-certificate"),
  version: z.literal(1),
  event: z.object({
    id: z.string(),
    nameZh: z.string(),
    nameEn: z.string(),
    startedOn: z.string(),
    endedAt: z.string(),
  }),
  plan: z.object({ id: z.string(), reason: z.string(), plannedAt: z.string() }),
  approvals: z.array(z.object({ seat: z.string(), organisation: z.string(), at: z.string() })),
  tables: z.array(ErasedTable),
  folders: z.array(ErasedFolder),
  keysDestroyed: z.array(DestroyedKey),
  signingKeys: z.array(PublishedKey),
  auditHead: z.object({
    treeSize: z.int().positive(),
    at: z.string(),
    rootHash: z.string(),
    keyId: z.string(),
    signature: z.string(),
  }),
  auditPublicKey: z.string(),
  executedAt: z.string(),
  /** Ed25519 of the audit key over the canonical JSON of all the rest. */
  signature: z.string(),
});

export type ErasedTable = z.output<typeof ErasedTable>;
export type ErasedFolder = z.output<typeof ErasedFolder>;
export type DestroyedKey = z.output<typeof DestroyedKey>;
export type PublishedKey = z.output<typeof PublishedKey>;
export type Certificate = z.output<typeof Certificate>;
