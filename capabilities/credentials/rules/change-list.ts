/**
 * The change list: which attestations no longer tell the truth, because the person turned red or yellow since, or the phone
 * or paper was revoked. Published in batches a minute; a checkpoint keeps a state and applies small deltas to it.
 *
 * The bytes here are the payload of a COSE_Sign1; whoever applies them has verified the signature first (docs/decisions/0013).
 */
import { DAY, HOUR, type Instant, instantOf } from "#kernel/time.ts";
import { decodeSet, encodeSet, readVarint, varint } from "./rice.ts";

/** How long an entry is needed: as long as the attestation could have lived. */
export const PHONE_ENTRY_FOR = DAY;
export const PAPER_ENTRY_FOR = 7 * DAY;

export type Changes = {
  /** The issuer's code of place, such as "32". */
  readonly issuer: string;
  /** A snapshot is whole; a delta holds what batches `from` + 1 to `to` added. */
  readonly from: number | null;
  readonly to: number;
  /** As of when: publication of batch `to`. */
  readonly at: Instant;
  /** Ascending. */
  readonly phoneIds: ArrayLike<number>;
  readonly paperIds: ArrayLike<number>;
};

/** What a checkpoint keeps: plain data, fit for IndexedDB. Sets are dropped as a whole when their attestations have ended. */
export type ChangeState = {
  readonly issuer: string;
  readonly sequence: number;
  readonly asOf: Instant;
  readonly sets: readonly { readonly until: Instant; readonly ids: Uint32Array }[];
};

export type Applied =
  | { readonly outcome: "applied"; readonly state: ChangeState }
  /** `gap`: batches are missing, ask for a snapshot. `older`: the state knows more already. */
  | { readonly outcome: "malformed" | "gap" | "older" | "other-issuer" };

const VERSION = 1;
const SECOND = 1000;
/** 2^40 seconds is beyond any clock; five bytes of varint hold 2^35. */
const NUMBER_LIMIT = 2 ** 35;

/** Version ‖ kind ‖ issuer ‖ from ‖ to ‖ at (s) ‖ length of the phones' set ‖ phones' set ‖ papers' set. */
export function encodeChanges(changes: Changes): Uint8Array {
  const phones = encodeSet(changes.phoneIds);
  const papers = encodeSet(changes.paperIds);
  const head = [
    VERSION,
    changes.from === null ? 1 : 0,
    ...varint(Number(changes.issuer)),
    ...varint(changes.from ?? 0),
    ...varint(changes.to),
    ...varint(Math.floor(changes.at / SECOND)),
    ...varint(phones.length),
  ];
  const bytes = new Uint8Array(head.length + phones.length + papers.length);
  bytes.set(head);
  bytes.set(phones, head.length);
  bytes.set(papers, head.length + phones.length);
  return bytes;
}

/** What the bytes say, or null when they are not exactly one well-formed list. */
export function decodeChanges(bytes: Uint8Array): (Changes & { phoneIds: Uint32Array; paperIds: Uint32Array }) | null {
  const kind = bytes[1];
  if (bytes[0] !== VERSION || (kind !== 0 && kind !== 1)) return null;
  const numbers: number[] = [];
  let at = 2;
  for (let index = 0; index < 5; index++) {
    const read = readVarint(bytes, at);
    if (read === null || read.value >= NUMBER_LIMIT) return null;
    numbers.push(read.value);
    at = read.next;
  }
  const [issuer = 0, from = 0, to = 0, seconds = 0, length = 0] = numbers;
  if (at + length > bytes.length || (kind === 0 && from > to)) return null;
  const phoneIds = decodeSet(bytes.subarray(at, at + length));
  const paperIds = decodeSet(bytes.subarray(at + length));
  if (phoneIds === null || paperIds === null) return null;
  return {
    issuer: String(issuer),
    from: kind === 1 ? null : from,
    to,
    at: instantOf(seconds * SECOND),
    phoneIds,
    paperIds,
  };
}

/** The state after `bytes` (verified) at `now`; with `state` null only a snapshot, or a delta from 0, can begin one. */
export function applyChanges(state: ChangeState | null, bytes: Uint8Array, now: Instant): Applied {
  const changes = decodeChanges(bytes);
  if (changes === null) return { outcome: "malformed" };
  if (state !== null && state.issuer !== changes.issuer) return { outcome: "other-issuer" };
  if (state !== null && (changes.to < state.sequence || changes.at < state.asOf)) return { outcome: "older" };
  const isWhole = changes.from === null;
  if (!isWhole && (changes.from ?? 0) > (state?.sequence ?? 0)) return { outcome: "gap" };
  const kept = isWhole ? [] : (state?.sets ?? []);
  const added = [
    { until: upToTheHour(changes.at + PHONE_ENTRY_FOR), ids: changes.phoneIds },
    { until: upToTheHour(changes.at + PAPER_ENTRY_FOR), ids: changes.paperIds },
  ];
  const byHour = new Map<Instant, Uint32Array>();
  for (const { until, ids } of [...kept, ...added]) {
    if (until <= now || ids.length === 0) continue;
    const already = byHour.get(until);
    byHour.set(until, already === undefined ? ids : union(already, ids));
  }
  const sets = [...byHour].map(([until, ids]) => ({ until, ids }));
  return { outcome: "applied", state: { issuer: changes.issuer, sequence: changes.to, asOf: changes.at, sets } };
}

/** Is this code on the list? Exact; some microseconds with 100,000 entries. */
export function isChanged(state: ChangeState, codeId: number): boolean {
  for (const { ids } of state.sets) if (has(ids, codeId)) return true;
  return false;
}

/** How old the list is, in milliseconds: past a limit the screen says so. Never negative, whatever the phone's clock. */
export const ageOf = (state: ChangeState, now: Instant): number => Math.max(0, now - state.asOf);

/** How many code ids the state holds; one that changed in two hours counts in both. */
export const sizeOf = (state: ChangeState): number => state.sets.reduce((sum, { ids }) => sum + ids.length, 0);

/** Sets that end in the same hour are one, so that a state has two hundred sets at most. */
const upToTheHour = (at: number): Instant => instantOf(Math.ceil(at / HOUR) * HOUR);

/** The union of two ascending sets, ascending. */
export function union(a: ArrayLike<number>, b: ArrayLike<number>): Uint32Array {
  const both = new Uint32Array(a.length + b.length);
  let [i, j, size] = [0, 0, 0];
  while (i < a.length || j < b.length) {
    const left = a[i] ?? Number.POSITIVE_INFINITY;
    const right = b[j] ?? Number.POSITIVE_INFINITY;
    if (left <= right) i++;
    if (right <= left) j++;
    both[size++] = Math.min(left, right);
  }
  return both.slice(0, size);
}

function has(ascending: Uint32Array, value: number): boolean {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === value;
}
