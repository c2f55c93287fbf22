/**
 * Attesting: many phones' questions become one statement, what is stale is signed anew and kept in another. No memory of
 * colours is held here: each answer rests on what the database says at that moment.
 */
import { currentColours } from "#capabilities/codes/evidence.ts";
import { decisionText, markOf } from "#capabilities/codes/mac.ts";
import { type Instant, instantOf, later } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { makeCoalescer } from "./coalesce.ts";
import { takeCodeIds } from "./code-ids.ts";
import { keyRingOf } from "./key-ring.ts";
import { PHONE_VALID_FOR, REFRESHED_ANEW_AFTER, REFRESHED_VALID_FOR, SIGN_ANEW_AFTER } from "./rules/refresh.ts";
import {
  type Ask,
  type AskBehind,
  type DecidedRow,
  decisionOf,
  keepAttestations,
  type NewAttestation,
  readDecided,
  readTold,
  type ToldRow,
} from "./store-attestations.ts";
import { encodeToken } from "./token.ts";
import { type Said, type Told, toldIn, toldMark, toldText } from "./told.ts";

/** The refreshed form has no phone of its own. */
export const NO_DEVICE = "00000000-0000-0000-0000-000000000000";

/** `epoch`: what the session claims; null, it was compared already. `newKey`: COSE_Key of a phone that registers now. */
export type Question = Ask & { readonly epoch: number | null; readonly newKey: Uint8Array | null };

export type Attested = { readonly state: "confirmed"; readonly told: Told };
export type Answered =
  | Attested
  | { readonly state: "unconfirmed" }
  /** signed-out: the session counts no more; busy: the person is being turned at this moment, or too many ask. */
  | { readonly state: "signed-out" | "no-code" | "device-unknown" | "busy" };

/**
 * Three milliseconds of company make one statement of many questions. While all lies in memory one or two are under way; from a cold
 * disk each waits for its pages one after the other, so that more at once are what keeps the disk at work.
 */
const READING = { batch: 256, atOnce: 6, waiting: 4096, linger: 3 };
const SIGNING = { batch: 256, atOnce: 4, waiting: 2048, linger: 3 };

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
  const read = makeCoalescer<Ask, ToldRow>(async (asks) => {
    const now = services.clock();
    const before = { phones: later(now, -SIGN_ANEW_AFTER), refreshed: later(now, -REFRESHED_ANEW_AFTER) };
    return inOrder(await readTold(services.db, asks, before));
  }, READING);
  const readBehind = makeCoalescer<AskBehind, DecidedRow>(
    async (asks) => inOrder(await readDecided(services.db, asks)),
    READING,
  );
  const keep = makeCoalescer<NewAttestation, boolean>(async (fresh) => {
    const kept = await asActor(services.db, system, (sql) => keepAttestations(sql, fresh));
    return fresh.map((_, at) => kept.has(at));
  }, SIGNING);
  return async (question) => {
    const row = await (read(question) ?? null);
    if (row === null) return { state: "busy" };
    const last = row.told === null ? null : toldIn(row.told);
    const refused = refusalOf(question, row, last);
    if (refused !== null) return { state: refused };
    const now = services.clock();
    const { personKey, device } = question;
    const isMarked = row.mark === toldMark(services.keys.decisionKey, personKey, device, row.told ?? "");
    // Edited by hand, or of a phone that was revoked: as if nothing had been told.
    const isVoid = (row.mark !== null && !isMarked) || (question.newKey !== null && row.is_revoked);
    const stored = isVoid ? null : last;
    const isYoung = stored !== null && isFresh(services, stored, row, now);
    if (isYoung && isMarked && isStill(stored, row)) return { state: "confirmed", told: stored };
    const behind = row.id !== null ? row : await (readBehind({ personKey, device, seq: row.seq ?? 0 }) ?? null);
    if (behind === null) return { state: "busy" };
    const decision = decisionOf(row, behind, personKey);
    if (decision === null || markOf(services.keys.decisionKey, decisionText(decision)) !== behind.mac) {
      await raiseAlarm(services, personKey);
      return { state: "unconfirmed" };
    }
    const said = saidOf(row, behind);
    // Attested by a server from before marks were made: what the record says goes with it.
    if (isYoung && row.mark === null) return { state: "confirmed", told: { ...stored, said } };
    const fresh = await sign(services, question, row, said, behind.public_key, now);
    const isKept = await (keep(fresh) ?? null);
    if (isKept === true) return { state: "confirmed", told: fresh.told };
    // Full, or being turned: what the phone has stands for as long as it says, if it tells the truth.
    const stands = stored !== null && stored.expiresAt > now && stored.decisionSeq === row.seq;
    return stands ? { state: "confirmed", told: { ...stored, said } } : { state: "busy" };
  };
}

function inOrder<Row extends { readonly n: number }>(rows: readonly Row[]): Row[] {
  const ordered = new Array<Row>(rows.length);
  for (const row of rows) ordered[row.n - 1] = row;
  return ordered;
}

/** Who reads codes one by one looks closer, and tells the auditor (capabilities/codes). */
const raiseAlarm = (services: Services, personKey: string): Promise<unknown> => {
  const actor = systemActor(services.settings.province);
  return asActor(services.db, actor, (sql) =>
    currentColours({ sql, actor, now: services.clock(), services }, [personKey]),
  );
};

type Refusal = "signed-out" | "no-code" | "device-unknown";

function refusalOf(question: Question, row: ToldRow, last: Told | null): Refusal | null {
  if (row.epoch === null || (question.epoch !== null && row.epoch !== question.epoch)) return "signed-out";
  if (!row.is_linked || row.seq === null || row.seq === 0) return "no-code";
  if (question.device === NO_DEVICE || question.newKey !== null) return null;
  return last === null || !last.hasKey || row.is_revoked ? "device-unknown" : null;
}

/** Is what is kept of the present decision, young enough, and signed by a key that still counts? */
function isFresh(services: Services, stored: Told, row: ToldRow, now: Instant): boolean {
  const anewAfter = stored.hasKey ? SIGN_ANEW_AFTER : REFRESHED_ANEW_AFTER;
  return (
    stored.decisionSeq === row.seq &&
    stored.issuedAt + anewAfter > now &&
    stored.expiresAt > now &&
    keyRingOf(services).isTrusted(stored.kid, now)
  );
}

/** Does the code still say what was told? */
const isStill = ({ said }: Told, row: ToldRow): boolean =>
  !row.has_later && said.colour === row.colour && said.until === row.current_until;

const saidOf = (row: ToldRow, { rule, since, until, at }: DecidedRow): Said => ({
  colour: row.colour ?? "pending",
  rule,
  since,
  until,
  at,
});

async function sign(
  services: Services,
  question: Question,
  row: ToldRow,
  said: Said,
  knownKey: string | null,
  now: Instant,
): Promise<NewAttestation> {
  const { residentId, personKey, device } = question;
  const form = device === NO_DEVICE ? "refreshed" : "phone";
  const publicKey =
    form === "refreshed" ? null : (question.newKey ?? (knownKey === null ? null : Buffer.from(knownKey, "hex")));
  const [codeId = 0] = await takeCodeIds(services, 1);
  const signer = keyRingOf(services).signer("code", now);
  const isShortStay = said.rule === "short-stay";
  const validFor = form === "refreshed" ? REFRESHED_VALID_FOR : PHONE_VALID_FOR;
  // Whole seconds, as the token says them.
  const issuedAt = instantOf(Math.floor(now / 1000) * 1000);
  // A short stay counts until it was to end, and never beyond.
  const ends = isShortStay && said.until !== null && said.until > now ? said.until : Number.POSITIVE_INFINITY;
  const expiresAt = instantOf(Math.max(issuedAt + 1000, Math.floor(Math.min(issuedAt + validFor, ends) / 1000) * 1000));
  const issuer = services.settings.province;
  const { colour } = said;
  const token = encodeToken(
    { issuer, codeId, issuedAt, expiresAt, colour, holderKey: publicKey, isShortStay, form },
    signer,
  );
  const decisionSeq = row.seq ?? 0;
  const told: Told = {
    decisionSeq,
    said,
    codeId,
    isShortStay,
    hasKey: publicKey !== null,
    kid: signer.kid,
    issuedAt,
    expiresAt,
    token,
  };
  const mark = toldMark(services.keys.decisionKey, personKey, device, toldText(told));
  return { ask: { residentId, personKey, device }, issuer, publicKey, told, mark };
}
