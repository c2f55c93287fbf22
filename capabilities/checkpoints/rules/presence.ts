/**
 * Evidence of presence: the checkpoint's own screen shows a code that changes every 30 seconds, so that a photograph of
 * it, sent to somebody at home, proves nothing a minute later. A picture on a wall never changes and is `weak`: it is
 * kept for the person's own memory, and no rule may use it (reference/domain.md §6.4 (10), row d7).
 */
import type { Instant } from "#kernel/time.ts";

export const WINDOW_MS = 30_000;
/** A window still counts this many windows later: walking up, a slow camera, a slow network (30 to 60 s). */
const LATE_WINDOWS = 1;
/** Hexadecimal digits of the HMAC that are shown: 64 bits. */
const MAC_DIGITS = 16;

export const windowOf = (at: Instant): number => Math.floor(at / WINDOW_MS);

/** What the HMAC of a window is computed over, with the checkpoint's secret of the day. */
export const presenceMessage = (checkpointId: string, window: number): string =>
  `wangge-presence|${checkpointId}|${window}`;

export const presenceText = (checkpointId: string, window: number, mac: string): string =>
  `WP1:${checkpointId.replaceAll("-", "")}.${window.toString(36)}.${mac.slice(0, MAC_DIGITS)}`.toUpperCase();

/** The picture on the wall: it only names the place. */
export const placeText = (checkpointId: string): string => `WP0:${checkpointId.replaceAll("-", "")}`.toUpperCase();

export type PresenceCode = {
  readonly checkpointId: string;
  /** Null on a wall's picture. */
  readonly shown: { readonly window: number; readonly mac: string } | null;
};

/** What a scanned text names, or null when it is none of ours. Whether the MAC is right is the caller's to check. */
export function readPresence(text: string): PresenceCode | null {
  const read = /^WP(?:0:([0-9A-F]{32})|1:([0-9A-F]{32})\.([0-9A-Z]{1,9})\.([0-9A-F]{16}))$/.exec(
    text.trim().toUpperCase(),
  );
  if (read === null) return null;
  const [, wall, screen, window, mac] = read;
  const digits = (wall ?? screen ?? "").toLowerCase();
  const checkpointId = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  if (window === undefined || mac === undefined) return { checkpointId, shown: null };
  return { checkpointId, shown: { window: Number.parseInt(window, 36), mac: mac.toLowerCase() } };
}

/** Is the window that was shown the present one, or the one before? One ahead is a clock that runs fast. */
export function isFreshWindow(window: number, now: Instant): boolean {
  const age = windowOf(now) - window;
  return age >= -1 && age <= LATE_WINDOWS;
}
