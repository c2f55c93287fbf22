/**
 * Case figures of counties from the health feed's rows, as a bulletin would give them at the end of each day.
 *
 * The newest row of a case stands (by day of report, then order in the feed; design/feeds.md). Confirmed counts all that
 * ever were confirmed, suspected those who are so now.
 */
import { ancestorAt } from "#kernel/places.ts";
import { daysLater, type PlainDay } from "#kernel/time.ts";
import type { CaseRow } from "./case-rows.ts";

export type CaseStatus = "confirmed" | "suspected" | "asymptomatic" | "excluded" | "recovered" | "deceased";

/** One row of `health/cases`, in the feed's order. */
export type CaseReport = {
  readonly caseId: string;
  readonly status: CaseStatus;
  readonly reportedOn: PlainDay;
  /** Where it is counted; rows coarser than a county are not. */
  readonly area: string;
};

const WAS_CONFIRMED: ReadonlySet<CaseStatus> = new Set(["confirmed", "recovered", "deceased"]);

/** A row a county and day, from the county's first report to `until`; sorted by day and place. */
export function figuresOfReports(reports: readonly CaseReport[], until: PlainDay): CaseRow[] {
  const inOrder = reports
    .map((report, at) => ({ ...report, at }))
    .filter((report) => report.reportedOn <= until)
    .sort((a, b) => (a.reportedOn === b.reportedOn ? a.at - b.at : a.reportedOn < b.reportedOn ? -1 : 1));
  const standing = new Map<string, CaseReport>();
  const rows: CaseRow[] = [];
  let next = 0;
  for (let day = inOrder[0]?.reportedOn; day !== undefined && day <= until; day = daysLater(day, 1)) {
    for (; inOrder[next]?.reportedOn === day; next++) {
      const report = inOrder[next];
      if (report) standing.set(report.caseId, report);
    }
    rows.push(...countiesOn(standing.values(), day));
  }
  return rows;
}

function countiesOn(standing: Iterable<CaseReport>, day: PlainDay): CaseRow[] {
  const byCounty = Map.groupBy(standing, ({ area }) => ancestorAt(area, "county"));
  return [...byCounty]
    .flatMap(([place, cases]) => {
      if (place === null) return [];
      const count = (is: (status: CaseStatus) => boolean) => cases.filter(({ status }) => is(status)).length;
      return [
        {
          place,
          day,
          confirmed: count((status) => WAS_CONFIRMED.has(status)),
          suspected: count((status) => status === "suspected"),
          cured: count((status) => status === "recovered"),
          dead: count((status) => status === "deceased"),
        },
      ];
    })
    .sort((a, b) => (a.place < b.place ? -1 : 1));
}
