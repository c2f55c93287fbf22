/** For tests: an enterprise with its manager, people with codes, a complete application; by routes where there are some. */

import { enrol } from "#capabilities/codes/evidence.ts";
import type { EvidenceItem } from "#capabilities/codes/types.ts";
import { personKeyOf } from "#capabilities/people/keys.ts";
import type { Instant } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import type { TestDatabase } from "#testing/database.ts";
import type { Client } from "#testing/server.ts";

export const PLACES = {
  "32": "江苏省",
  "3205": "苏州市",
  "320583": "昆山市",
  "320583100": "玉山镇",
  "320583101": "巴城镇",
  "320585": "太仓市",
  "320585100": "城厢镇",
};
/** Vectors of GB 32100, and one more that was made by hand with the tables of the standard. */
export const USCC = "91350100M000100Y43";
export const OTHER_USCC = "91330106MA27Y4U47R";
/** Resident numbers of nobody: birth dates of 1980 to 1983, sequence 000; checks by GB 11643. */
export const STAFF = [
  { name: "王甲", idNumber: "320583198001010008" },
  { name: "李乙", idNumber: "320583198101010005" },
  { name: "张丙", idNumber: "320583198201010002" },
] as const;

export const REGISTRATION = {
  name: "昆山某某电子有限公司",
  kind: "company",
  industry: "C",
  place: "320583100",
  address: "某路1号",
  contactName: "陈某",
  contactPhone: "13900000001",
  headcount: 120,
  dormitories: 0,
};

export const CONTENT = {
  resumeOn: "2020-02-17",
  firstBatch: 40,
  rooms: 12,
  thermometers: 6,
  masksADay: 80,
  masksInStore: 1200,
  disinfectantLitres: 100,
  stockDays: 10,
  isolationRooms: 2,
  canteen: "boxed-meals",
  shifts: [{ name: "早班", from: "08:00", to: "16:00", persons: 20 }],
  checks: {
    ...{ responsible: "yes", roster: "yes", gate: "yes", masks: "yes", disinfection: "yes", air: "yes" },
    ...{
      isolation: "yes",
      canteen: "yes",
      dormitory: "not-applicable",
      training: "yes",
      visitors: "yes",
      emergency: "yes",
    },
  },
};

/** Sends raw bytes as the client. */
export async function sendBytes(
  url: string,
  client: Client,
  path: string,
  bytes: Uint8Array,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${client.token}`, "content-type": "application/octet-stream" },
    body: new Uint8Array(bytes),
  });
  return { status: response.status, body: await response.json() };
}

export const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

export const csvOf = (staff: readonly { readonly name: string; readonly idNumber: string }[]): Buffer =>
  Buffer.from(`姓名,证件号码\n${staff.map((one) => `${one.name},${one.idNumber}`).join("\n")}\n`);

export const keyOf = (database: TestDatabase, idNumber: string): string =>
  personKeyOf(database.services.keys.provinceKey, "111", idNumber);

/** Makes the person a holder of a code; with a kind, of evidence that stands from `since`. */
export async function giveCode(
  database: TestDatabase,
  personKey: string,
  evidence: { kind: EvidenceItem["kind"]; since: Instant; until: Instant | null } | null = null,
): Promise<void> {
  const actor = systemActor("32");
  const { services } = database;
  await asActor(services.db, actor, async (sql) => {
    const source = { id: newId(), personKey, source: "test", sourceId: newId(), facts: {} };
    const items = evidence === null ? [] : [{ ...source, ...evidence }];
    await enrol({ sql, actor, now: services.clock(), services }, [{ personKey, place: "320583100001" }], items);
  });
}
