import fc from "fast-check";
import { expect, test } from "vitest";
import { VISIT_RESULTS } from "#capabilities/rollups/rules/results.ts";
import { MANNERS, SPOKEN_TO, SYMPTOMS } from "#capabilities/visits/rules/answers.ts";
import { base64url, readSms, SMS_AT_MOST, type SmsReport, smsBody } from "./sms.ts";

const REPORT: SmsReport = {
  vaultId: "00000000-0000-7000-8000-000000000001",
  reportId: "01702cb3-5d80-7000-8000-0000000000ff",
  task: { id: "01702c00-0000-7abc-8def-0123456789ab", county: "320583" },
  place: "320583101201001",
  toPlace: null,
  visitedAt: Date.UTC(2020, 1, 10, 1, 0),
  result: "HOME_IN_PLACE",
  manner: "door",
  spokenTo: "self",
  personsMet: 2,
  temperatureTenths: 376,
  symptoms: ["cough"],
};

test("base64url is RFC 4648's: the letters of its test vectors, without padding", () => {
  const of = (text: string) => base64url([...text].map((letter) => letter.charCodeAt(0)));
  expect(["f", "fo", "foo", "foob", "fooba", "foobar"].map(of)).toEqual([
    "Zg",
    "Zm8",
    "Zm9v",
    "Zm9vYg",
    "Zm9vYmE",
    "Zm9vYmFy",
  ]);
});

test("a report is one message; 2020-02-10T09:00 in Shanghai is 57,660 minutes after the year began", () => {
  const body = smsBody(REPORT);
  // 57,660 = 1 × 36³ + 8 × 36² + 17 × 36 + 24.
  expect(body).toBe(
    "WG1 AAAAAAAAcACAAAAAAAAAAQ AXAss12AcACAAAAAAAAA_w AXAsAAAAeryN7wEjRWeJqw.320583 320583101201001 18ho HDS.2.376.c",
  );
  expect(body.length + 9).toBeLessThanOrEqual(SMS_AT_MOST);
  expect(readSms(`${body} abcdefgh`)).toEqual({ report: REPORT, body, check: "abcdefgh" });
});

const uuid = fc.uuid({ version: 7 });
const report: fc.Arbitrary<SmsReport> = fc.record({
  vaultId: uuid,
  reportId: uuid,
  task: fc.option(fc.record({ id: uuid, county: fc.constantFrom("320583", "3205", "32") })),
  place: fc.constantFrom("320583101201", "320583101201001", "320583101201001002"),
  toPlace: fc.option(fc.constantFrom("32", "420106", "320583101201001")),
  visitedAt: fc.integer({ min: 0, max: 10_000_000 }).map((minutes) => Date.UTC(2020, 0, 1) + minutes * 60_000),
  result: fc.constantFrom(...VISIT_RESULTS),
  manner: fc.constantFrom(...MANNERS),
  spokenTo: fc.constantFrom(...SPOKEN_TO),
  personsMet: fc.integer({ min: 0, max: 50 }),
  temperatureTenths: fc.option(fc.integer({ min: 300, max: 450 })),
  symptoms: fc.subarray([...SYMPTOMS]),
});

test("what was written is what is read, in one message of 160 characters", () => {
  fc.assert(
    fc.property(report, (of) => {
      const body = smsBody(of);
      expect(body.length + 9).toBeLessThanOrEqual(SMS_AT_MOST);
      expect(readSms(`${body} AAAAAAAA`)?.report).toEqual(of);
    }),
  );
});

test("a letter lost on the way is no report", () => {
  const body = smsBody(REPORT);
  expect(readSms(`${body.slice(0, 20)}${body.slice(21)} abcdefgh`)).toBeNull();
  expect(readSms(body)).toBeNull();
  expect(readSms("您好，收到请回复")).toBeNull();
});
