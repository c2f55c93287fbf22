/**
 * The server's own mark on evidence, withdrawals and decisions: HMAC-SHA-256 under the decision key, which is kept outside
 * the database. Whoever writes into the tables by hand cannot make it (docs/decisions/0011).
 */
import { hash, timingSafeEqual } from "node:crypto";
import type { Instant } from "#kernel/time.ts";

export type EvidenceMarked = {
  readonly id: string;
  readonly personKey: string;
  readonly kind: string;
  readonly source: string;
  readonly sourceId: string;
  readonly since: Instant;
  readonly until: Instant | null;
  readonly recordedAt: Instant;
};

export type WithdrawalMarked = {
  readonly evidenceId: string;
  readonly personKey: string;
  readonly at: Instant;
  readonly because: string;
  readonly sourceId: string;
};

export type DecisionMarked = {
  readonly id: string;
  readonly personKey: string;
  readonly seq: number;
  readonly from: string | null;
  readonly to: string;
  readonly rule: string;
  readonly ruleSet: string;
  readonly evidenceId: string | null;
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly at: Instant;
  readonly cause: string;
};

// Canonical texts: fixed order, `|` between, the one free text (an id of another system) last; times in milliseconds.
export const evidenceText = (e: EvidenceMarked): string =>
  `evidence|${e.id}|${e.personKey}|${e.kind}|${e.source}|${e.since}|${e.until ?? ""}|${e.recordedAt}|${e.sourceId}`;

export const withdrawalText = (w: WithdrawalMarked): string =>
  `withdrawal|${w.evidenceId}|${w.personKey}|${w.at}|${w.because}|${w.sourceId}`;

export const decisionText = (d: DecisionMarked): string =>
  `decision|${d.id}|${d.personKey}|${d.seq}|${d.from ?? ""}|${d.to}|${d.rule}|${d.ruleSet}|${d.evidenceId ?? ""}|` +
  `${d.since ?? ""}|${d.until ?? ""}|${d.at}|${d.cause}`;

const BLOCK = 64;

/** The two padded keys of HMAC (RFC 2104), made once a key: a mark is then two plain hashes, twice as fast as createHmac. */
type Padded = { readonly inner: Buffer; readonly outer: Buffer };
const padded = new WeakMap<Buffer, Padded>();

function paddedOf(key: Buffer): Padded {
  const known = padded.get(key);
  if (known) return known;
  const block = Buffer.alloc(BLOCK);
  (key.length > BLOCK ? hash("sha256", key, "buffer") : key).copy(block);
  const made = { inner: block.map((byte) => byte ^ 0x36), outer: block.map((byte) => byte ^ 0x5c) };
  const buffers = { inner: Buffer.from(made.inner), outer: Buffer.from(made.outer) };
  padded.set(key, buffers);
  return buffers;
}

function hmac(key: Buffer, text: string): Buffer {
  const { inner, outer } = paddedOf(key);
  const first = hash("sha256", Buffer.concat([inner, Buffer.from(text)]), "buffer");
  return hash("sha256", Buffer.concat([outer, first]), "buffer");
}

/** The mark of a canonical text, in hex. */
export const markOf = (key: Buffer, text: string): string => hmac(key, text).toString("hex");

/** Is `mac` the mark of this text? */
export function isMarked(key: Buffer, text: string, mac: Uint8Array): boolean {
  const right = hmac(key, text);
  return mac.length === right.length && timingSafeEqual(mac, right);
}
