/** What follows from new records: the holder's own log, the counters, and the fever procedure. */
import { currentColours, recordEvidence } from "#capabilities/codes/evidence.ts";
import { logForHolders } from "#capabilities/residents/holder-log.ts";
import { type Change, count } from "#capabilities/rollups/count.ts";
import { issueTasks } from "#capabilities/tasks/issue.ts";
import type { Acting } from "#capabilities/tasks/widen.ts";
import { CODE_COLOURS } from "#kernel/colours.ts";
import { dayOf, HOUR, instant, later } from "#kernel/time.ts";
import type { ScanRow } from "./prepare.ts";
import { decideFever, isFever } from "./rules/fever.ts";
import { type FeverRow, lockFevers, noteFevers } from "./store-record.ts";

/** A confirmed fever is looked after within the time of a red name's first contact (design/assessment.md). */
const FEVER_DUE_IN = 4 * HOUR;

type News = {
  /** Scans that were not there before. */
  readonly scans: readonly ScanRow[];
  /** Scans to which a second reading came. */
  readonly rechecked: readonly string[];
};

/** Carries out, in the same transaction, what new records mean for others. */
export async function follow(ctx: Acting, { scans, rechecked }: News): Promise<void> {
  await logForHolders(ctx, scans.flatMap(logOf));
  const suspects = scans.filter((scan) => scan.tenths != null && isFever(scan.tenths)).map((scan) => scan.id);
  const confirmed = await decideFevers(ctx, [...suspects, ...rechecked]);
  await count(ctx.sql, [
    ...scans.flatMap(changesOf),
    ...confirmed.map((one): Change => ({ place: one.place, day: one.scanned_on, metric: "fever", delta: 1 })),
  ]);
  await startProcedure(ctx, confirmed);
}

function changesOf(scan: ScanRow): Change[] {
  const at = { place: scan.place, day: scan.day, delta: 1 };
  if (scan.kind === "vehicle") return [{ ...at, metric: "vehicle" }];
  if (scan.kind === "count") return [];
  const colour = CODE_COLOURS.find((one) => one === scan.colour);
  return [
    { ...at, metric: "scan" },
    ...(colour === undefined ? [] : [{ ...at, metric: `scan.${colour}` as const }]),
    ...(scan.kind === "visitor" ? [{ ...at, metric: "visitor" as const }] : []),
  ];
}

/** Decides what the first readings came to; answers those that are confirmed now and were not before. */
async function decideFevers({ sql }: Acting, scanIds: readonly string[]): Promise<FeverRow[]> {
  if (scanIds.length === 0) return [];
  const rows = await lockFevers(sql, scanIds);
  const decided = rows.map((row) => ({
    row,
    fever: decideFever(
      { tenths: row.temperature_tenths, at: row.scanned_at },
      row.rechecks.map((recheck) => ({ tenths: recheck.tenths, at: instant(recheck.at) })),
    ),
  }));
  const changed = decided.filter(({ row, fever }) => row.fever !== fever);
  await noteFevers(
    sql,
    changed.map(({ row, fever }) => ({ id: row.id, fever })),
  );
  return changed.filter(({ fever }) => fever === "confirmed").map(({ row }) => row);
}

/** The holder reads in his own log where his code was scanned; a gate's name or staff is nobody's business there. */
const logOf = (scan: ScanRow): Parameters<typeof logForHolders>[1][number][] =>
  scan.person_key == null
    ? []
    : [
        {
          id: scan.id,
          personKey: scan.person_key,
          at: instant(scan.at),
          who: "checkpoint",
          action: "scan",
          place: scan.place,
          detail: { outcome: scan.outcome ?? null, checkpoint: scan.checkpoint_id },
        },
      ];

/** Digits of a grid: a home known less exactly sends the task to the gate's own worker. */
const GRID_DIGITS = 15;

/** Evidence when the person is known, and a task for whoever looks after his door, else after the gate. */
async function startProcedure(ctx: Acting, confirmed: readonly FeverRow[]): Promise<void> {
  if (confirmed.length === 0) return;
  const known = confirmed.flatMap((one) => (one.person_key === null ? [] : [{ ...one, personKey: one.person_key }]));
  const homes = await currentColours(
    ctx,
    known.map((one) => one.personKey),
  );
  // The scan's own id: the same fever is the same evidence, however often it is looked at.
  await recordEvidence(
    ctx,
    known.map((one) => ({
      id: one.id,
      personKey: one.personKey,
      kind: "checkpoint-fever" as const,
      source: "scan",
      sourceId: one.id,
      since: one.scanned_at,
      until: null,
      facts: { firstTenths: one.temperature_tenths, place: one.place },
    })),
  );
  const placeOf = (one: FeverRow): string => {
    const home = homes.get(one.person_key ?? "")?.place ?? "";
    return home.length >= GRID_DIGITS ? home : one.place;
  };
  await issueTasks(
    ctx,
    confirmed.map((one) => ({
      personKey: one.person_key,
      place: placeOf(one),
      kind: "verification" as const,
      tier: "yellow" as const,
      reason: {
        zh: `${dayOf(one.scanned_at)} 卡口两次测温均达到37.3℃，请联系本人、安排就诊并回访`,
        en: `37.3 °C or more twice at a checkpoint on ${dayOf(one.scanned_at)}: contact, arrange a clinic, follow up`,
      },
      dueAt: later(ctx.now, FEVER_DUE_IN),
      sourceKind: "checkpoint-fever",
      sourceId: one.id,
    })),
  );
}
