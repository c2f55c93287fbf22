import fc from "fast-check";
import { expect, test } from "vitest";
import { daysLater, type PlainDay } from "#kernel/time.ts";
import { DUTY_DAYS, dutiesOf, LANDLORD_DUTIES, type Letting } from "./landlord.ts";

const day = (text: string) => `2020-02-${text}` as PlainDay;
const letting = (more: Partial<Letting>): Letting => ({
  since: day("01"),
  until: null,
  tenants: [],
  reports: [],
  ...more,
});
const tenant = { householdId: "h", since: day("05"), until: null };

test("a tenant who came on the 5th is to be reported by the 8th; on the 9th it is late; a report meets it", () => {
  const of = letting({ tenants: [tenant], reports: [{ duty: "keep-list", on: day("05") }] });
  const report = (today: string, one = of) => dutiesOf(one, day(today)).find(({ duty }) => duty === "report-tenants");
  expect(report("04")).toBeUndefined();
  expect(report("08")).toMatchObject({ dueOn: day("08"), isOverdue: false, householdId: "h" });
  expect(report("09")).toMatchObject({ isOverdue: true });
  expect(report("09", { ...of, reports: [{ duty: "report-tenants", on: day("06") }] })).toBeUndefined();
  // A report of the tenant before says nothing of this one.
  expect(report("09", { ...of, reports: [{ duty: "report-tenants", on: day("03") }] })).toBeDefined();
});

test("a tenant who left is to be reported; the list is kept only while tenants live there", () => {
  const gone = letting({
    tenants: [{ ...tenant, until: day("10") }],
    reports: [{ duty: "report-tenants", on: day("05") }],
  });
  expect(dutiesOf(gone, day("12"))).toEqual([
    { duty: "report-leaving", householdId: "h", from: day("10"), dueOn: day("13"), isOverdue: false },
  ]);
  expect(dutiesOf(letting({}), day("12"))).toEqual([]);
});

test("who lets a door answers for what happens while he lets it, not before and not after", () => {
  const before = letting({ since: day("06"), tenants: [tenant] });
  expect(dutiesOf(before, day("10")).map(({ duty }) => duty)).toEqual(["keep-list"]);
  const after = letting({ until: day("05"), tenants: [tenant] });
  expect(dutiesOf(after, day("10"))).toEqual([]);
});

const anyDay = fc.integer({ min: 0, max: 120 }).map((n) => daysLater("2020-01-01" as PlainDay, n));
const anyLetting = fc.record({
  since: anyDay,
  until: fc.constant(null),
  tenants: fc.array(
    fc.record({
      householdId: fc.uuid(),
      since: fc.option(anyDay, { nil: null }),
      until: fc.option(anyDay, { nil: null }),
    }),
    { maxLength: 4 },
  ),
  reports: fc.array(fc.record({ duty: fc.constantFrom(...LANDLORD_DUTIES), on: anyDay }), { maxLength: 6 }),
});

test("a duty is late exactly after its days, and a report today leaves no duty of its kind late", () => {
  fc.assert(
    fc.property(anyLetting, anyDay, (of, today) => {
      for (const due of dutiesOf(of, today)) {
        expect(due.dueOn).toBe(daysLater(due.from, DUTY_DAYS[due.duty]));
        expect(due.isOverdue).toBe(today > due.dueOn);
        const met = { ...of, reports: [...of.reports, { duty: due.duty, on: today }] };
        expect(dutiesOf(met, today).some((one) => one.duty === due.duty && one.isOverdue)).toBe(false);
      }
    }),
  );
});
