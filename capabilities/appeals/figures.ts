/** Appeals by month and rule: counted every five minutes, published with small numbers left out. */
import { isEvidenceKind, ruleOf } from "#capabilities/codes/rules/evidence.ts";
import { dayOf, daysLater, type Instant, isoInstant, MINUTE } from "#kernel/time.ts";
import type { Answer, Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import type { showStatistics } from "./contract.ts";
import { type PublishedMonth, publishMonth } from "./rules/publish.ts";
import * as published from "./store-figures.ts";

const EVERY = 5 * MINUTE;
const DAYS_BACK = 366;

/** One turn: counts when the last count is five minutes old. Returns 1 when it counted. */
export const countAppeals = (services: Services): Promise<number> =>
  asActor(services.db, systemActor(services.settings.province), async (sql) => {
    const now = services.clock();
    const last = await published.lastCount(sql);
    if (last !== null && now - last < EVERY) return 0;
    const rows = await published.figures(sql, daysLater(dayOf(now), -DAYS_BACK));
    const months = Map.groupBy(rows, (row) => row.month);
    // A month without an appeal still says that it was counted.
    if (!months.has(monthOf(now))) months.set(monthOf(now), []);
    for (const [month, of] of months) {
      await published.keep(
        sql,
        month,
        publishMonth(
          of,
          of.flatMap((row) => row.hours),
        ),
        now,
      );
    }
    return 1;
  });

const monthOf = (at: Instant): string => dayOf(at).slice(0, 7);

const OTHER = {
  "nothing-found": { zh: "没有依据（绿码）", en: "No evidence (green)" },
  "declared-observed": { zh: "申报核实", en: "Declared against observed" },
} as Readonly<Record<string, { zh: string; en: string }>>;
const nameOf = (rule: string) => (isEvidenceKind(rule) ? ruleOf(rule).reason : (OTHER[rule] ?? { zh: rule, en: rule }));

export const show: Answer<typeof showStatistics> = async ({ sql }) => {
  const rows = await published.all(sql);
  return {
    asOf: rows[0] === undefined ? null : isoInstant(rows[0].counted_at),
    months: rows.map(({ month, document }: { month: string; document: PublishedMonth }) => ({
      month,
      rows: document.rows.map((row) => ({ ...row, name: nameOf(row.rule) })),
      filed: document.filed,
      upheldShare: document.upheldShare,
      medianHours: document.medianHours,
    })),
  };
};
