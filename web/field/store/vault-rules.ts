/** When a vault opens, waits and is erased: pure. Times are the device's own, in milliseconds. */
import type { Box, PinWrap } from "./crypt.ts";

/** What lies beside the sealed records, readable without a key: nothing of anybody's work. */
export type VaultHeader = {
  readonly id: string;
  readonly postId: string;
  /** Grows when records are sealed otherwise; a page that does not know it leaves the vault alone. */
  readonly format: 1;
  readonly createdAt: number;
  readonly usedAt: number;
  /** When the server last answered this post. */
  readonly contactAt: number;
  /** The latest time that this device's clock ever showed: setting it back wins nothing. */
  readonly seenAt: number;
  /** Null: after too many wrong tries or too long without contact, only the account opens it. */
  readonly pin: PinWrap | null;
  readonly wrongTries: number;
  readonly waitUntil: number;
  /** By a secret that the server keeps for the post. */
  readonly account: Box;
  /** Does the server have that secret? Until then the PIN is the only way in. */
  readonly isSecretKept: boolean;
  /** Proves to the server, without a sign-in, that this is the phone that may ask how the vault stands. */
  readonly token: string;
  /** The PIN was forgotten: the next sign-in opens it, and a new PIN is chosen. */
  readonly isPinForgotten: boolean;
};

/** Of what a vault keeps by name: what a person typed and has not given yet. It is work, as a draft is, and no copy. */
export const isTypedIn = (key: string): boolean => /^(form|typed)\//.test(key);

/** What can be fetched from nowhere: in a full phone the copies make way for it. */
export const isWork = ({ table, key }: { readonly table: string; readonly key: string }): boolean =>
  table === "outbox" || table === "drafts" || (table === "kept" && isTypedIn(key));

export const PIN_DIGITS = 6;
export const WRONG_TRIES_AT_MOST = 10;
export const ERASED_AFTER_DAYS = 7;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** After the n-th wrong try: three are free (gloves), then each costs more. */
const WAITS: readonly number[] = [0, 0, 0, 5 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE];

export const waitAfter = (wrongTries: number): number => WAITS[Math.min(wrongTries, WAITS.length) - 1] ?? 0;

/** The header after a wrong try; `erase`: it was the last one. */
export function afterWrongTry(
  header: VaultHeader,
  now: number,
): { readonly header: VaultHeader; readonly erase: boolean } {
  const wrongTries = header.wrongTries + 1;
  return {
    header: { ...header, wrongTries, waitUntil: now + waitAfter(wrongTries) },
    erase: wrongTries >= WRONG_TRIES_AT_MOST,
  };
}

/**
 * The header once what was only for reading is gone. Before the server has kept the secret, the PIN stays the only way to what has not
 * been sent, so it stays, with the longest wait.
 */
export const sealedOff = (header: VaultHeader, now: number): VaultHeader =>
  header.isSecretKept
    ? { ...header, pin: null, wrongTries: 0, waitUntil: 0 }
    : { ...header, wrongTries: WAITS.length - 1, waitUntil: now + waitAfter(WAITS.length) };

/** Has it been sealed off already, so that doing it again would only begin the wait anew? */
export const isSealedOff = (header: VaultHeader): boolean =>
  header.pin === null || (!header.isSecretKept && header.wrongTries >= WAITS.length - 1);

/** A week without a word from the server: what is for reading must go. */
export const isOverdue = (header: VaultHeader, now: number): boolean =>
  Math.max(now, header.seenAt) - header.contactAt >= ERASED_AFTER_DAYS * 24 * 60 * MINUTE;

/** PINs that a finder tries first: one digit, up or down the keys. */
export function isWeakPin(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10));
  return steps.size === 1 && [0, 1, 9].some((step) => steps.has(step));
}

/** Whose vault is asked for: the session's own when the server says who is signed in, else the one used last. */
export const vaultFor = (headers: readonly VaultHeader[], postId: string | null): VaultHeader | null =>
  headers
    .filter((one) => one.format === 1 && (postId === null || one.postId === postId))
    .sort((a, b) => b.usedAt - a.usedAt)[0] ?? null;
