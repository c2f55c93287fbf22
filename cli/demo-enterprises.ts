/**
 * An enterprise of the demo: one of its residents registers it, uploads a roster and applies to resume work, over the same
 * routes as anybody, so that the pages of townships and counties have an application to answer on the first day.
 */
import { phoneKeyOf } from "#capabilities/people/keys.ts";
import { makeResidentToken } from "#capabilities/residents/token.ts";
import { buildServer } from "#main";
import type { Services } from "#platform/answer.ts";
import { asOwner } from "./database.ts";
import type { DemoPerson } from "./demo-residents.ts";

type App = Awaited<ReturnType<typeof buildServer>>;
type Say = (step: string) => void;
type Given = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };
type Call = (method: "GET" | "POST" | "PUT", path: string, body?: object | Buffer) => Promise<Given>;

/** Nobody's: a code of Kunshan's administrative division whose organisation number was made up; check by GB 32100. */
const USCC = "91320583MA0DEM0059";
const REGISTRATION = {
  uscc: USCC,
  name: "昆山演示精密电子有限公司",
  kind: "company",
  industry: "C",
  address: "前进东路（演示）1号",
  contactName: "演示联系人",
  contactPhone: "13900000000",
  headcount: 60,
  dormitories: 0,
};
/** Resident numbers of nobody: sequence 000. */
const ROSTER = "姓名,证件号码,到岗日期\n王甲,320583198001010008,2020-02-17\n李乙,320583198101010005,2020-02-17\n";
const CONTENT = {
  resumeOn: "2020-02-17",
  firstBatch: 30,
  rooms: 8,
  thermometers: 4,
  masksADay: 60,
  masksInStore: 900,
  disinfectantLitres: 80,
  stockDays: 14,
  isolationRooms: 1,
  isolationWhere: "一号楼一层东",
  canteen: "separate-seats",
  shifts: [{ name: "早班", from: "08:00", to: "16:00", persons: 30 }],
  checks: {
    ...{ responsible: "yes", roster: "yes", gate: "yes", masks: "yes", disinfection: "yes", air: "yes" },
    ...{ isolation: "yes", canteen: "yes", dormitory: "not-applicable", training: "yes", visitors: "yes" },
    emergency: "yes",
  },
};
/** What the self-check needs pictures of; the demo's is one grey point. */
const PHOTOS = ["gate", "disinfection", "isolation"];
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Registers and applies as `person`. A step that is refused is said, and the demo goes on without the rest. */
export async function applyOnce(services: Services, person: DemoPerson | null, say: Say): Promise<void> {
  if (person === null) return;
  try {
    const app = await buildServer(services);
    try {
      await apply(app, person, await tokenOf(services, person.phone));
    } finally {
      await app.close();
    }
  } catch (error) {
    say(`The demo's enterprise stays out: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A session of the resident who signed in a moment ago: a second one-time code within the minute is refused. */
async function tokenOf(services: Services, phone: string): Promise<string> {
  const { provinceKey, residentKey } = services.keys;
  const [row] = await asOwner(
    services,
    ({ sql }) => sql<{ id: string; epoch: number }[]>`
      select id, epoch from resident where phone_key = ${phoneKeyOf(provinceKey, phone)}`,
  );
  if (row === undefined) throw new Error("its manager has no account");
  return makeResidentToken(residentKey, { residentId: row.id, epoch: row.epoch, issuedAt: services.clock() });
}

/** Throws with the step and the problem's code when the server refuses. */
async function apply(app: App, person: DemoPerson, token: string): Promise<void> {
  const call = caller(app, token);
  // An earlier start may have been broken off behind this point.
  const { enterprises } = await must(call("GET", "/my/enterprises"), "my enterprises");
  if (Array.isArray(enterprises) && enterprises.length > 0) return;
  const place = person.area.slice(0, 9);
  const { id } = await must(call("POST", "/my/enterprises", { ...REGISTRATION, place }), "registration");
  const mine = `/my/enterprises/${String(id)}`;
  await must(call("POST", `${mine}/roster?mode=keep`, Buffer.from(ROSTER)), "roster");
  await must(call("PUT", `${mine}/application`, { version: 0, content: CONTENT }), "application");
  for (const item of PHOTOS) await must(call("POST", `${mine}/photos/${item}`, PICTURE), `photo of ${item}`);
  await must(call("POST", `${mine}/application/submission`, { version: 1 }), "submission");
}

export async function must(asked: Promise<Given>, step: string): Promise<Given["body"]> {
  const { status, body } = await asked;
  if (status !== 200) throw new Error(`${step}: ${status} ${String(body["code"] ?? "")}`);
  return body;
}

/** From an address of its own: the limits of the routes hold in the demo too. */
export const caller =
  (app: App, token: string): Call =>
  async (method, path, body) => {
    const isFile = Buffer.isBuffer(body);
    const answer = await app.inject({
      method,
      url: `/api/v1${path}`,
      remoteAddress: "127.2.0.1",
      ...(body === undefined ? {} : { payload: body }),
      headers: {
        authorization: `Bearer ${token}`,
        ...(isFile ? { "content-type": "application/octet-stream" } : {}),
      },
    });
    return { status: answer.statusCode, body: answer.json() };
  };
