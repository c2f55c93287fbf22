/**
 * Attesting: many phones' questions become one statement, what is stale is signed anew and kept in another. No memory of
 * colours is held here: each answer rests on what the database says at that moment.
 */
import { currentColours } from "#capabilities/codes/evidence.ts";
import { decisionText, markOf } from "#capabilities/codes/mac.ts";
import { type Instant, instantOf } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { makeCoalescer } from "./coalesce.ts";
import { takeCodeIds } from "./code-ids.ts";
import { keyRingOf } from "./key-ring.ts";
import { PHONE_VALID_FOR, REFRESHED_ANEW_AFTER, REFRESHED_VALID_FOR, SIGN_ANEW_AFTER } from "./rules/refresh.ts";
import {
  type Ask,
  decisionOf,
  keepAttestations,
  type NewAttestation,
  readShown,
  type ShownRow,
} from "./store-attestations.ts";
import { encodeToken } from "./token.ts";

/** The refreshed form has no phone of its own. */
export const NO_DEVICE = "00000000-0000-0000-0000-000000000000";

/** `epoch`: what the session claims; null, it was compared already. `newKey`: COSE_Key of a phone that registers now. */
export type Question = Ask & { readonly epoch: number | null; readonly newKey: Uint8Array | null };

export type Attested = {
  readonly state: "confirmed";
  readonly row: ShownRow;
  readonly codeId: number;
  readonly token: Uint8Array;
  readonly isShortStay: boolean;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
};
export type Answered =
  | Attested
  | { readonly state: "unconfirmed" }
  /** signed-out: the session counts no more; busy: the person is being turned at this moment, or too many ask. */
  | { readonly state: "signed-out" | "no-code" | "device-unknown" | "busy" };

const READING = { batch: 256, atOnce: 2, waiting: 4096, linger: 3 };
const SIGNING = { batch: 256, atOnce: 2, waiting: 2048, linger: 3 };

type Desk = (question: Question) => Promise<Answered>;
const desks = new WeakMap<Services, Desk>();

/** The answer to one phone; `busy` when the queues are full. */
export function attest(services: Services, question: Question): Promise<Answered> {
  const desk = desks.get(services) ?? makeDesk(services);
  desks.set(services, desk);
  return desk(question);
}

function makeDesk(services: Services): Desk {
  const system = systemActor(services.settings.province);
  const read = makeCoalescer<Ask, ShownRow>(async (asks) => {
    const rows = await readShown(services.db, asks);
    const inOrder = new Array<ShownRow>(asks.length);
    for (const row of rows) inOrder[row.n - 1] = row;
    return inOrder;
  }, READING);
  const keep = makeCoalescer<NewAttestation, boolean>(async (fresh) => {
    const kept = await asActor(services.db, system, (sql) => keepAttestations(sql, fresh));
    return fresh.map((_, at) => kept.has(at));
  }, SIGNING);
  return async (question) => {
    const row = await (read(question) ?? null);
    if (row === null) return { state: "busy" };
    const refused = refusalOf(question, row);
    if (refused !== null) return { state: refused };
    const decision = decisionOf(row, question.personKey);
    const isSound = decision !== null && markOf(services.keys.decisionKey, decisionText(decision)) === row.mac;
    if (!isSound) {
      await raiseAlarm(services, question.personKey);
      return { state: "unconfirmed" };
    }
    const now = services.clock();
    const stored = storedOf(question, row);
    if (stored !== null && isFresh(services, stored, row, now)) return stored;
    const fresh = await sign(services, question, row, now);
    const isKept = await (keep(fresh) ?? null);
    if (isKept === true) return { ...fresh, state: "confirmed", row };
    // Full, or being turned: what the phone has stands for as long as it says, if it tells the truth.
    return stored !== null && stored.expiresAt > now && row.decision_seq === row.seq ? stored : { state: "busy" };
  };
}

/** Who reads codes one by one looks closer, and tells the auditor (capabilities/codes). */
const raiseAlarm = (services: Services, personKey: string): Promise<unknown> => {
  const actor = systemActor(services.settings.province);
  return asActor(services.db, actor, (sql) =>
    currentColours({ sql, actor, now: services.clock(), services }, [personKey]),
  );
};

function refusalOf(question: Question, row: ShownRow): "signed-out" | "no-code" | "device-unknown" | null {
  if (row.epoch === null || (question.epoch !== null && row.epoch !== question.epoch)) return "signed-out";
  if (!row.is_linked || row.seq === null || row.seq === 0) return "no-code";
  if (question.device === NO_DEVICE || question.newKey !== null) return null;
  return row.public_key === null || row.is_revoked ? "device-unknown" : null;
}

function storedOf(question: Question, row: ShownRow): Attested | null {
  const { token, code_id, issued_at, expires_at } = row;
  if (token === null || code_id === null || issued_at === null || expires_at === null) return null;
  if (question.newKey !== null && row.is_revoked) return null;
  const isShortStay = row.rule === "short-stay";
  return {
    state: "confirmed",
    row,
    codeId: code_id,
    token: Buffer.from(token, "hex"),
    isShortStay,
    issuedAt: issued_at,
    expiresAt: expires_at,
  };
}

/** Is what is kept of the present decision, young enough, and signed by a key that still counts? */
function isFresh(services: Services, stored: Attested, row: ShownRow, now: Instant): boolean {
  const anewAfter = row.public_key === null ? REFRESHED_ANEW_AFTER : SIGN_ANEW_AFTER;
  return (
    row.decision_seq === row.seq &&
    stored.issuedAt + anewAfter > now &&
    stored.expiresAt > now &&
    keyRingOf(services).isTrusted(row.kid ?? "", now)
  );
}

async function sign(services: Services, question: Question, row: ShownRow, now: Instant): Promise<NewAttestation> {
  const form = question.device === NO_DEVICE ? "refreshed" : "phone";
  const bytesOf = (hex: string | null) => (hex === null ? null : Buffer.from(hex, "hex"));
  const publicKey = form === "refreshed" ? null : (question.newKey ?? bytesOf(row.public_key));
  const [codeId = 0] = await takeCodeIds(services, 1);
  const signer = keyRingOf(services).signer("code", now);
  const isShortStay = row.rule === "short-stay";
  const colour = row.colour ?? "pending";
  const validFor = form === "refreshed" ? REFRESHED_VALID_FOR : PHONE_VALID_FOR;
  // Whole seconds, as the token says them.
  const issuedAt = instantOf(Math.floor(now / 1000) * 1000);
  // A short stay counts until it was to end, and never beyond.
  const ends = isShortStay && row.until !== null && row.until > now ? row.until : Number.POSITIVE_INFINITY;
  const expiresAt = instantOf(Math.max(issuedAt + 1000, Math.floor(Math.min(issuedAt + validFor, ends) / 1000) * 1000));
  const issuer = services.settings.province;
  const token = encodeToken(
    { issuer, codeId, issuedAt, expiresAt, colour, holderKey: publicKey, isShortStay, form },
    signer,
  );
  const decisionSeq = row.seq ?? 0;
  const { residentId, personKey, device } = question;
  const ask = { residentId, personKey, device };
  return {
    ask,
    issuer,
    form,
    codeId,
    colour,
    decisionSeq,
    isShortStay,
    publicKey,
    kid: signer.kid,
    issuedAt,
    expiresAt,
    token,
  };
}
