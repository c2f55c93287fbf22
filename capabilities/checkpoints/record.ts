/** Taking in what phones recorded, many uploads in one transaction; and what follows from it. */
import { createHash } from "node:crypto";
import type { Acting } from "#capabilities/tasks/widen.ts";
import type { Actor } from "#kernel/actor.ts";
import { newId } from "#platform/ids.ts";
import { follow } from "./follow.ts";
import { type Fault, type Row, rowOf, type ScanRow } from "./prepare.ts";
import type { Item } from "./rules/shapes.ts";
import { codeKey, personsOfCodes, type ScannedCode } from "./store-persons.ts";
import * as store from "./store-record.ts";

/** One upload: what one phone sent at once. */
export type Part = { readonly actor: Actor; readonly requestId: string; readonly items: readonly Item[] };

export type Answered = {
  readonly id: string;
  readonly answer: "accepted" | "already" | "refused";
  readonly fault?: Fault;
};

/** Records the uploads in the caller's transaction, as the platform itself; answers in order, a list an upload. */
export async function recordParts(ctx: Acting, parts: readonly Part[]): Promise<Answered[][]> {
  const { sql } = ctx;
  const items = parts.flatMap((part) => part.items);
  const checkpoints = await store.checkpointsOf(
    sql,
    items.map((item) => item.checkpointId),
  );
  const owners = await store.ownersOf(
    sql,
    items.flatMap((item) => (item.kind === "shift-close" ? [item.id, item.shiftId] : [item.id])),
  );
  const closes = await store.closesOf(
    sql,
    items.flatMap((item) => (item.kind === "shift-close" ? [item.shiftId] : [])),
  );
  const rows: Row[] = [];
  const taken = new Map<string, string>(owners);
  const closed = new Map<string, string>(closes);
  const answers = parts.map(({ actor, items: own }) =>
    own.map((item): Answered => {
      const known = knownAs(item, actor.postId, taken, closed);
      if (known !== null) return known;
      const row = rowOf(item, {
        actor,
        checkpoint: checkpoints.get(item.checkpointId),
        now: ctx.now,
        keys: ctx.services.keys,
      });
      if (typeof row === "string") return { id: item.id, answer: "refused", fault: row };
      rows.push(row);
      taken.set(item.id, actor.postId);
      if (item.kind === "shift-close") {
        taken.set(item.shiftId, actor.postId);
        closed.set(item.shiftId, item.id);
      }
      return { id: item.id, answer: "accepted" };
    }),
  );
  const lost = await write(ctx, rows);
  // Another transaction wrote these ids since they were looked for: the same record again, or somebody else's.
  const winners = await store.ownersOf(sql, lost);
  const settled = parts.map(({ actor }, index) =>
    (answers[index] ?? []).map((one) => afterRace(one, actor.postId, winners)),
  );
  await store.auditUploads(
    sql,
    parts.map((part, index) => auditOf(part, settled[index] ?? [])),
    ctx.now,
  );
  return settled;
}

/** The same record again, one under somebody else's id, or null: it is news. */
function knownAs(
  item: Item,
  postId: string,
  owners: ReadonlyMap<string, string>,
  closes: ReadonlyMap<string, string>,
): Answered | null {
  const owner = owners.get(item.kind === "shift-close" ? item.shiftId : item.id);
  if (owner !== undefined && owner !== postId) return { id: item.id, answer: "refused", fault: "id-taken" };
  if (item.kind === "shift-close") {
    const close = closes.get(item.shiftId);
    if (close === undefined) return null;
    return close === item.id
      ? { id: item.id, answer: "already" }
      : { id: item.id, answer: "refused", fault: "no-such-shift" };
  }
  // A hand-over may arrive before the opening of its shift: that one is still news.
  if (item.kind === "shift-open") return null;
  return owner === undefined ? null : { id: item.id, answer: "already" };
}

function afterRace(one: Answered, postId: string, winners: ReadonlyMap<string, string>): Answered {
  const winner = winners.get(one.id);
  if (winner === undefined || one.answer !== "accepted") return one;
  return winner === postId ? { id: one.id, answer: "already" } : { id: one.id, answer: "refused", fault: "id-taken" };
}

/** Writes the rows and what follows; answers the ids that somebody else wrote meanwhile. */
async function write(ctx: Acting, rows: readonly Row[]): Promise<string[]> {
  const { sql, now } = ctx;
  const scans = rows.flatMap((row) => (row.table === "scan" ? [row] : []));
  const visitors = await store.keepVisitors(
    sql,
    scans.flatMap((row) => (row.visitor === null ? [] : [row.visitor])),
    scans.flatMap(({ scan }) => (scan.visitor_id ? [{ id: scan.visitor_id, at: scan.at }] : [])),
  );
  const persons = await personsOfCodes(
    sql,
    scans.flatMap(({ scan }) => codeOf(scan) ?? []),
  );
  const whole = scans.map(({ scan }): ScanRow => ({ ...scan, person_key: personOf(scan, visitors, persons) }));
  const fresh = await store.insertScans(sql, whole, now);
  const rechecks = rows.flatMap((row) => (row.table === "recheck" ? [row.recheck] : []));
  const written = await store.insertRechecks(sql, rechecks);
  await store.writeShifts(
    sql,
    rows.flatMap((row) => (row.table === "shift" ? [row.shift] : [])),
  );
  const rechecked = rechecks.filter((one) => written.has(one.id)).map((one) => one.scan_id);
  await follow(ctx, { scans: whole.filter((scan) => fresh.has(scan.id)), rechecked });
  return [...whole, ...rechecks].map((row) => row.id).filter((id) => !fresh.has(id) && !written.has(id));
}

const codeOf = ({ issuer, code_id, at }: ScanRow): ScannedCode | null =>
  issuer == null || code_id == null ? null : { issuer, codeId: code_id, at };

function personOf(
  scan: ScanRow,
  visitors: ReadonlyMap<string, string | null>,
  persons: ReadonlyMap<string, string>,
): string | null {
  const code = codeOf(scan);
  const byCode = code === null ? null : (persons.get(codeKey(code)) ?? null);
  return scan.person_key ?? visitors.get(scan.visitor_id ?? "") ?? byCode;
}

function auditOf({ actor, requestId, items }: Part, answers: readonly Answered[]): store.UploadAudit {
  const counted = (answer: Answered["answer"]) => answers.filter((one) => one.answer === answer).length;
  const ids = createHash("sha256")
    .update(items.map((item) => item.id).join("\n"))
    .digest("hex");
  return {
    id: newId(),
    post: actor.postId,
    role: actor.role,
    area: actor.area,
    requestId,
    detail: {
      records: items.length,
      accepted: counted("accepted"),
      already: counted("already"),
      refused: counted("refused"),
      ids,
    },
  };
}
