import fc from "fast-check";
import { expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { judge, sniff } from "./attachments.ts";
import { publishMonth } from "./publish.ts";
import { clockOf, decisionDue, isWeak, lastDue, mayDecide, nextLevel, triageDue } from "./states.ts";

const at = (text: string) => instant(`2020-02-${text}:00+08:00`);

test.each([
  ["10T09:00", "10T09:30"],
  ["10T21:30", "10T22:00"],
  ["10T21:45", "11T07:15"],
  ["10T22:00", "11T07:30"],
  ["10T23:59", "11T07:30"],
  ["10T03:00", "10T07:30"],
  ["10T07:00", "10T07:30"],
])("received at %s it is looked at by %s: the half hour runs between 07:00 and 22:00", (received, due) => {
  expect(triageDue(at(received))).toBe(at(due));
});

test("a data error takes 4 hours, an exposure 12, nothing more than 24", () => {
  expect(decisionDue(at("10T09:00"), "data-error")).toBe(at("10T13:00"));
  expect(decisionDue(at("10T09:00"), "exposure")).toBe(at("10T21:00"));
  expect(lastDue(at("10T09:00"))).toBe(at("11T09:00"));
  const facts = { kind: "exposure", receivedAt: at("10T09:00"), reviewAskedAt: at("12T09:00") } as const;
  expect(clockOf({ ...facts, state: "SECOND_REVIEW" })).toEqual({ waitsFor: "review", dueAt: at("13T09:00") });
  expect(clockOf({ ...facts, state: "NOTIFIED" })).toEqual({ waitsFor: null, dueAt: null });
});

test.each([
  ["320583101201001", "320583"],
  ["320583", "3205"],
  ["3205", "32"],
  ["32", null],
])("above %s is %s", (area, above) => {
  expect(nextLevel(area)).toBe(above);
});

test.each([
  ["yellow", "E5", true],
  ["yellow", "E4", true],
  ["yellow", "E3", false],
  ["yellow", "E1", false],
  ["red", "E5", false],
  ["red", "E1", false],
])("a missed clock suspends %s of %s: %s", (colour, evidenceClass, weak) => {
  expect(isWeak({ colour, class: evidenceClass })).toBe(weak);
});

test("only health decides, never over what is one's own, and the second review is another person's", () => {
  const decider = { isHealth: true, accountId: "a", evidenceBy: [], decidedBefore: null };
  expect(mayDecide("EVIDENCE", decider)).toBe("ok");
  expect(mayDecide("EVIDENCE", { ...decider, isHealth: false })).toBe("health-only");
  expect(mayDecide("EVIDENCE", { ...decider, evidenceBy: ["b", "a"] })).toBe("own-evidence");
  expect(mayDecide("NOTIFIED", decider)).toBe("not-now");
  expect(mayDecide("SECOND_REVIEW", { ...decider, decidedBefore: "a" })).toBe("same-person");
  expect(mayDecide("SECOND_REVIEW", { ...decider, decidedBefore: "b" })).toBe("ok");
});

const bytes = (...parts: (number[] | string)[]) =>
  new Uint8Array(parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part)] : part)));

test.each([
  ["a JPEG", bytes([0xff, 0xd8, 0xff, 0xe0], "JFIF"), "image/jpeg"],
  ["a PNG", bytes([0x89], "PNG\r\n", [0x1a, 0x0a]), "image/png"],
  ["a WebP", bytes("RIFF", [0, 0, 0, 0], "WEBPVP8 "), "image/webp"],
  ["a PDF", bytes("%PDF-1.4\n...\n%%EOF\n"), "application/pdf"],
  ["a page", bytes("<html><script>alert(1)</script>"), null],
  ["a picture that is a script", bytes("<svg onload='x'/>"), null],
  ["a Windows program", bytes("MZ", [0x90, 0]), null],
  ["a Linux program", bytes([0x7f], "ELF"), null],
  ["a script", bytes("#!/bin/sh\n"), null],
  ["an archive", bytes("PK", [3, 4]), null],
  ["a page that says PDF later", bytes("<html>%PDF-1.4 %%EOF"), null],
  ["a PDF that never ends", bytes("%PDF-1.4"), null],
  ["nothing", bytes(), null],
])("%s", (_, content, type) => {
  expect(sniff(content)).toBe(type);
});

test("2 MB is taken, a byte more is not", () => {
  const jpeg = (size: number) => {
    const content = new Uint8Array(size);
    content.set([0xff, 0xd8, 0xff]);
    return content;
  };
  expect(judge(jpeg(2_097_152))).toEqual({ type: "image/jpeg" });
  expect(judge(jpeg(2_097_153))).toEqual({ refused: "too-large" });
});

test("small numbers stay out of what is published, and so does what gives them away", () => {
  const published = publishMonth(
    [
      { rule: "declared-symptom", filed: 120, upheld: 60, rejected: 50 },
      { rule: "measure", filed: 30, upheld: 3, rejected: 20 },
      { rule: "hand-red", filed: 4, upheld: 4, rejected: 0 },
    ],
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
  expect(published.rows[2]).toEqual({
    rule: "hand-red",
    filed: "small",
    upheld: "hidden",
    rejected: "hidden",
    waiting: "hidden",
  });
  expect(published.rows[1]?.filed).toBe("hidden");
  expect(published.rows[0]).toMatchObject({ filed: 120, upheld: 60, rejected: 50, waiting: 10 });
  expect(published.medianHours).toBe(5.5);
  expect(published.upheldShare).toBe(0.49);
});

test("no count of 1 to 9 is ever published", () => {
  const count = fc.integer({ min: 0, max: 60 });
  const figures = fc
    .record({ rule: fc.string(), upheld: count, rejected: count, waiting: count })
    .map(({ waiting, ...one }) => ({ ...one, filed: one.upheld + one.rejected + waiting }));
  fc.assert(
    fc.property(fc.array(figures, { maxLength: 8 }), (rows) => {
      const published = publishMonth(rows, []);
      for (const row of published.rows) {
        for (const value of [row.filed, row.upheld, row.rejected, row.waiting]) {
          expect(typeof value === "number" && value > 0 && value < 10).toBe(false);
        }
      }
      expect(typeof published.filed === "number" && published.filed > 0 && published.filed < 10).toBe(false);
    }),
  );
});
