/** What was said of a clue, sealed and bound to it. */
import type { Keys } from "#platform/keys.ts";
import { seal, unseal } from "#platform/seal.ts";

export type ClueWords = { readonly words: string; readonly grievance: string };

export const sealClue = (keys: Keys, id: string, words: ClueWords): Buffer =>
  seal(keys.sealingKey, JSON.stringify(words), `clue ${id}`);
export const openClue = (keys: Keys, id: string, sealed: Uint8Array): ClueWords =>
  JSON.parse(unseal(keys.sealingKey, sealed, `clue ${id}`)) as ClueWords;

export const sealDone = (keys: Keys, id: string, done: string): Buffer =>
  seal(keys.sealingKey, done, `clue-done ${id}`);
export const openDone = (keys: Keys, id: string, sealed: Uint8Array | null): string | null =>
  sealed === null ? null : unseal(keys.sealingKey, sealed, `clue-done ${id}`);

const judged = (id: string, accountId: string): string => `clue-assessment ${id} ${accountId}`;
export const sealJudgement = (keys: Keys, id: string, accountId: string, reason: string): Buffer =>
  seal(keys.sealingKey, reason, judged(id, accountId));
export const openJudgement = (keys: Keys, id: string, accountId: string, sealed: Uint8Array): string =>
  unseal(keys.sealingKey, sealed, judged(id, accountId));
