/** Words and proof of appeals, sealed with AES-256-GCM and bound to the appeal they belong to. */
import { createHash } from "node:crypto";
import type { Keys } from "#platform/keys.ts";
import { Problem } from "#platform/problem.ts";
import { seal, unseal } from "#platform/seal.ts";
import { judge, type MediaType } from "./rules/attachments.ts";
import { appealProblems as problems } from "./rules/problems.ts";

export const sealWords = (keys: Keys, appealId: string, words: string): Buffer =>
  seal(keys.sealingKey, words, `appeal/${appealId}`);
export const openWords = (keys: Keys, appealId: string, sealed: Uint8Array): string =>
  unseal(keys.sealingKey, sealed, `appeal/${appealId}`);

export type SealedFile = {
  readonly media_type: MediaType;
  readonly bytes: number;
  readonly sha256: string;
  readonly sealed: Buffer;
};

/** Judges a file by its bytes and seals it; refuses what is too large or none of the types. */
export function sealFile(keys: Keys, appealId: string, base64: string): SealedFile {
  const bytes = Buffer.from(base64, "base64");
  const judged = judge(bytes);
  if ("refused" in judged) {
    throw new Problem(problems[judged.refused === "too-large" ? "attachment-too-large" : "attachment-wrong-type"]);
  }
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const sealed = seal(keys.sealingKey, bytes.toString("base64"), `appeal/${appealId}/${sha256}`);
  return { media_type: judged.type, bytes: bytes.length, sha256, sealed };
}
export const openFile = (keys: Keys, appealId: string, sha256: string, sealed: Uint8Array): Buffer =>
  Buffer.from(unseal(keys.sealingKey, sealed, `appeal/${appealId}/${sha256}`), "base64");
