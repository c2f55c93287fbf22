/** The demo of `npm start`: Jiangsu's real places, a simulated county with its staff and feeds, one assessment. */
import { createReadStream } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { recordCases } from "#capabilities/brief/brief.ts";
import { readCaseFile, SHIPPED_CASES } from "#capabilities/brief/case-file.ts";
import { orderAssessment } from "#capabilities/intake/runs.ts";
import { takeFile } from "#capabilities/intake/take.ts";
import { importPlaces } from "#capabilities/places/import.ts";
import { type AppointmentRow, appointMany } from "#capabilities/workers/appoint.ts";
import { hashPassword } from "#capabilities/workers/sessions.ts";
import type { Role } from "#kernel/actor.ts";
import { instant, isoShanghai } from "#kernel/time.ts";
import { longJobKinds } from "#main";
import type { Context, Services } from "#platform/answer.ts";
import { systemActor } from "#platform/database.ts";
import { runOneJob } from "#platform/jobs.ts";
import { ratesWith } from "#simulator/rates.ts";
import { simulate } from "#simulator/simulate.ts";
import { asOwner } from "./database.ts";
import { applyOnce } from "./demo-enterprises.ts";
import { beginField } from "./demo-field.ts";
import { bringForms } from "./demo-forms.ts";
import { registerGrid } from "./demo-register.ts";
import { type DemoPerson, declareSome } from "./demo-residents.ts";

/** Monday 10 February 2020, 08:30 in Jiangsu: the day on which the province pushed to terminals for the first time. */
export const DEMO_STARTS_AT = instant("2020-02-10T08:30:00+08:00");
const DAY = "2020-02-10";
const FEEDS_UNTIL = "2020-02-09";
/** Kunshan, of the article: the county that is simulated. */
const COUNTY = "320583";
/** Demo accounts only: `prepareDemo` never runs on a deployment with WANGGE_DEMO=off. */
const PASSWORD = "wangge-demo";

type Say = (step: string) => void;

/** Prepares the demo's data, once; a start that was broken off is gone through again from its first step. */
export async function prepareDemo(services: Services, say: Say): Promise<void> {
  if ((await readReady(services)) !== null) return;
  const work = join(services.settings.dataDir, "demo");
  await mkdir(work, { recursive: true });

  say("Loading the places of Jiangsu");
  await asOwner(services, (ctx) => importPlaces(ctx, placesFrom("jiangsu", false)));
  const persons = services.settings.demoPersons;
  say(`Simulating ${persons.toLocaleString("en")} people of Kunshan and their feeds`);
  const world = await simulate({
    persons,
    seed: 20200210,
    counties: [COUNTY],
    until: FEEDS_UNTIL,
    days: 14,
    out: work,
    format: "mixed",
    rates: ratesWith({}, false),
  });
  await asOwner(services, (ctx) => importPlaces(ctx, placesFrom(world.gridsFile, false)));
  await asOwner(services, (ctx) => importPlaces(ctx, placesFrom("jiangsu", true)));

  say("Appointing staff");
  await asOwner(services, async (ctx) => appointMany(ctx, await staffOf(ctx)));
  say("Taking the departments' feeds");
  await takeFolder(services, world.feedsDir);
  const cases = await readCaseFile(SHIPPED_CASES, services.settings.province);
  await asOwner(services, (ctx) => recordCases(ctx, cases.rows, "file:cn-2020.csv"));
  say("Assessing 10 February 2020");
  await asOwner(services, (ctx) => orderAssessment(ctx, { day: DAY, engine: "duckdb" })).catch(ignoreRepeat);
  while ((await runOneJob(services, longJobKinds)) > 0);
  const grid = await asOwner(services, busiestGrid);
  say("Residents sign in, declare and get their codes");
  const resident = await declareSome(services, world.feedsDir, await asOwner(services, someGrids));
  await applyOnce(services, resident, say);
  say("A form and a report template are published");
  await bringForms(services, COUNTY, say);
  say("Registering the households of a grid");
  await registerGrid(services, world.feedsDir, grid);
  say("An observation, a screening, errands and notices begin");
  await beginField(services, grid, PASSWORD, say);
  await services.db`
    insert into deployment (name, value, set_at)
    values ('demo-ready', ${services.db.json({ grid, resident })}, ${services.clock()})
    on conflict (name) do nothing`;
  say("The demo is ready");
}

/** Where to look and with which accounts, for the person at the keyboard. */
export async function demoGuide(services: Services): Promise<string> {
  const ready = await readReady(services);
  const worker = `w-${ready?.grid ?? ""}`;
  const rows = [
    ["police-js  telecom-js  health-js", "三部门签字人 the three departments' signatories"],
    ["chair-js", "联合研判会主持人 chair: signs last and publishes"],
    ["centre-js", "省级中心 the province's centre"],
    [`centre-${COUNTY}`, "昆山市中心 the centre of Kunshan"],
    [worker, "网格员 a grid worker with residents to contact (use a phone-sized window)"],
    [`leader-${ready?.grid.slice(0, 12) ?? ""}`, "网格长 the leader of that worker's village"],
    [`gate-${COUNTY}`, "卡口值守员 checkpoint staff: /checkpoint/ (phone-sized window, camera)"],
    [`health-${COUNTY}  health2-${COUNTY}`, "两个单位的卫健人员 people of health: codes, appeals"],
    ["auditor-js", "审计员 the auditor"],
  ];
  const { resident } = ready ?? {};
  const people = [
    "居民 Residents: /resident/ with any mobile number; the one-time code is shown on the screen.",
    ...(resident ? [`   simulated, has a code already: ${resident.phone}  ${resident.name}  ${resident.number}`] : []),
    "企业 Enterprises: /enterprise/ (same sign-in)     公开 Open to everybody: /open/",
  ];
  const lines = rows.map(([name, what]) => `   ${(name ?? "").padEnd(34)} ${what ?? ""}`);
  return [
    "",
    `演示账号 Demo accounts (password 密码: ${PASSWORD})`,
    ...lines,
    "",
    ...people,
    "",
    `演示时间 The demo's clock: ${isoShanghai(services.clock())}. The people are made up by the simulator.`,
    "第一天 First day, step by step: docs/guide/first-day.md     停止 Stop: Ctrl-C",
    "",
  ].join("\n");
}

const placesFrom = (source: string, hasDefaultGrids: boolean) => ({
  source,
  province: null,
  effectiveOn: null,
  hasDefaultGrids,
});

type Ready = { readonly grid: string; readonly resident: DemoPerson | null };

async function readReady({ db }: Services): Promise<Ready | null> {
  const [row] = await db<{ value: Ready }[]>`select value from deployment where name = 'demo-ready'`;
  return row?.value ?? null;
}

async function takeFolder(services: Services, folder: string): Promise<void> {
  const actor = systemActor(services.settings.province);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) {
    const what = {
      day: DAY,
      name: relative(folder, path),
      channel: "simulator",
      stream: createReadStream(path),
    } as const;
    await takeFile(services, actor, what);
  }
}

/** A start that was broken off may have assessed the day already. */
function ignoreRepeat(error: unknown): void {
  if (!(error instanceof Error) || error.message !== "intake/already-running") throw error;
}

/** The grid of the county with most subjects on the draft: its worker has most to show. */
async function busiestGrid({ sql }: Context): Promise<string> {
  const [row] = await sql<{ grid: string }[]>`
    select left(place, 15) as grid from assessment_result
     where day = ${DAY} and place like ${`${COUNTY}%`} and length(place) >= 15 and not managed
     group by 1 order by count(*) filter (where tier = 'red') > 0 desc, count(*) desc, 1 limit 1`;
  return row?.grid ?? `${COUNTY}100001001`;
}

/** A dozen grids for the residents who declare. */
async function someGrids({ sql }: Context): Promise<string[]> {
  const rows = await sql<{ code: string }[]>`
    select code from place where length(code) = 15 and code like ${`${COUNTY}%`} and valid_until is null order by code limit 12`;
  return rows.map((row) => row.code);
}

const SURNAMES = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"];
const GIVEN = ["建国", "秀英", "志强", "桂兰", "海燕", "晓明", "丽娟", "国平", "玉梅", "春生", "文静", "永康"];

async function staffOf({ sql }: Context): Promise<AppointmentRow[]> {
  const passwordHash = await hashPassword(PASSWORD);
  const places = await sql<{ code: string; name: string }[]>`
    select code, name from place where valid_until is null and code >= ${COUNTY} and code < ${`${COUNTY}:`} order by code`;
  const row = (
    username: string,
    displayName: string,
    role: Role,
    area: string,
    organisation: string,
  ): AppointmentRow => ({
    username,
    displayName,
    role,
    area,
    organisation,
    passwordHash,
  });
  const signatory = (
    name: string,
    who: string,
    department: "police" | "telecom" | "health" | "centre",
    org: string,
  ) => ({
    ...row(`${name}-js`, who, "signatory", "32", org),
    department,
  });
  const centres = places.filter(({ code }) => code.length === 6 || code.length === 9);
  const grids = places.filter(({ code }) => code.length === 15);
  return [
    row("analyst-js", "省级研判员", "analyst", "32", "省网格化办公室"),
    signatory("police", "公安厅签字人", "police", "省公安厅"),
    signatory("telecom", "通信管理局签字人", "telecom", "省通信管理局"),
    signatory("health", "卫健委签字人", "health", "省卫生健康委"),
    signatory("health2", "疾控中心签字人", "health", "省疾控中心"),
    signatory("chair", "联合研判会主持人", "centre", "省网格化办公室"),
    row("centre-js", "省级中心值班员", "operator", "32", "省网格化服务管理中心"),
    row("centre-3205", "苏州市中心值班员", "operator", "3205", "苏州市网格化服务管理中心"),
    row("auditor-js", "省级审计员", "auditor", "32", "省审计组"),
    ...centres.map(({ code, name }) =>
      row(`centre-${code}`, `${name}中心值班员`, "operator", code, `${name}网格化服务管理中心`),
    ),
    row(`police-${COUNTY}`, "昆山市社区民警", "police-officer", COUNTY, "昆山市公安局"),
    row(`health-${COUNTY}`, "昆山市卫生人员", "health-worker", COUNTY, "昆山市疾控中心"),
    row(`health2-${COUNTY}`, "昆山市发热门诊医生", "health-worker", COUNTY, "昆山市第一人民医院"),
    row(`gate-${COUNTY}`, "昆山站值守员", "checkpoint-staff", COUNTY, "昆山站联防小组"),
    ...grids.map(({ code }, at) => ({
      ...row(`w-${code}`, nameOf(at), "grid-worker", code, "社区居委会"),
      isPrimary: true,
    })),
  ];
}

const nameOf = (at: number): string =>
  `${SURNAMES[at % SURNAMES.length] ?? ""}${GIVEN[Math.floor(at / SURNAMES.length) % GIVEN.length] ?? ""}`;
