/** For tests: the province's posts, feeds as text, handing them in over HTTP, and running what is queued. */
import { COLUMNS, mobile, residentNumber } from "#capabilities/assessment/feeds.testing.ts";
import type { Actor } from "#kernel/actor.ts";
import { longJobKinds } from "#main";
import type { Services } from "#platform/answer.ts";
import { runOneJob } from "#platform/jobs.ts";
import { type TestDatabase, testPlaces, testPost } from "#testing/database.ts";
import type { TestServer } from "#testing/server.ts";

export type Posts = Readonly<
  Record<"police" | "telecom" | "health" | "chair" | "analyst" | "operator" | "auditor" | "county", Actor>
>;

/** Places around Kunshan, and one post of each kind that the joint session knows. */
export async function provincialPosts(database: TestDatabase): Promise<Posts> {
  const { owner } = database;
  await testPlaces(owner, {
    "32": "江苏省",
    "3201": "南京市",
    "320105": "建邺区",
    "3205": "苏州市",
    "320583": "昆山市",
    "320583102": "花桥镇",
    "320583102201": "天福村",
    "320583102201001": "天福网格",
    "320583102202": "曹安村",
    "320583102202001": "曹安网格",
  });
  const signatory = (department: "police" | "telecom" | "health" | "centre") =>
    testPost(owner, { role: "signatory", area: "32", department });
  return {
    police: await signatory("police"),
    telecom: await signatory("telecom"),
    health: await signatory("health"),
    chair: await signatory("centre"),
    analyst: await testPost(owner, { role: "analyst", area: "32" }),
    operator: await testPost(owner, { role: "operator", area: "32" }),
    auditor: await testPost(owner, { role: "auditor", area: "32" }),
    county: await testPost(owner, { role: "operator", area: "320583" }),
  };
}

type Cells = Readonly<Record<string, string>>;
const quote = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A feed's file as the department writes it; a cell that is not given is empty. */
export function csvOf(feed: string, rows: readonly Cells[]): string {
  const columns = COLUMNS[feed] ?? [];
  return [columns.join(","), ...rows.map((row) => columns.map((name) => quote(row[name] ?? "")).join(",")), ""].join(
    "\n",
  );
}

/** A person by number: the cells that name him. */
export const person = (n: number, name = `某${n}`) => ({
  id_type: "111",
  id_number: residentNumber(n),
  name,
  phone: mobile(n),
});

/** A ticket from Wuhan to Kunshan on a day, arriving at 20:00. */
export const fromWuhan = (n: number, day: string, name?: string): Cells => ({
  ...person(n, name),
  mode: "rail",
  carrier: `G${1000 + n}`,
  unit: "05",
  seat_row: "7",
  from_area: "420100",
  to_area: "320583",
  departed_at: `${day}T15:00:00+08:00`,
  arrived_at: `${day}T20:00:00+08:00`,
});

export const WUHAN_IS_HIGH: Cells = { area: "420100", level: "high", since: "2020-01-23" };

/** Hands a file in and gives the answer. */
export async function put(server: TestServer, actor: Actor | null, path: string, body: string | Uint8Array) {
  const { token } = await server.as(actor);
  const response = await fetch(`${server.url}/api/v1/feeds/${path}`, {
    method: "PUT",
    headers: {
      "content-type": "application/octet-stream",
      ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
    },
    body: typeof body === "string" ? body : Buffer.from(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Does everything that is queued. */
export async function runJobs(services: Services): Promise<void> {
  while ((await runOneJob(services, longJobKinds)) > 0);
}
