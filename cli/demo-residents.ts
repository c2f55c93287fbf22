/**
 * Residents of the demo: some dozens of the simulated people sign in, declare and carry codes, over the same routes as
 * anybody, so that the pages of codes, checkpoints and enterprises have something to show on the first day.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { setUp } from "#capabilities/checkpoints/set-up.ts";
import type { Actor } from "#kernel/actor.ts";
import type { PlaceCode } from "#kernel/places.ts";
import { buildServer } from "#main";
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";

type App = Awaited<ReturnType<typeof buildServer>>;
export type DemoPerson = {
  readonly name: string;
  readonly number: string;
  readonly phone: string;
  readonly area: string;
};

const COUNTY = "320583";
const HOW_MANY = 48;
/** Every so many of them came back by train from elsewhere, coughs, is on a short stay. */
const RETURNED = 6;
const COUGHS = 12;
const SHORT_STAY = 16;

/** Lets them declare; returns one of them with a phone, to sign in as. */
export async function declareSome(
  services: Services,
  feedsDir: string,
  grids: readonly string[],
): Promise<DemoPerson | null> {
  const people = await peopleOf(feedsDir);
  const app = await buildServer(services);
  try {
    for (const [at, person] of people.entries()) {
      await declareOne(app, person, at, grids[at % grids.length] ?? person.area);
    }
    await setUpGate(services);
  } finally {
    await app.close();
  }
  return people[0] ?? null;
}

/** Adults with a mobile phone whose number passes its check, one a household, in the order of the register. */
async function peopleOf(feedsDir: string): Promise<DemoPerson[]> {
  // A small world's register is one CSV in GB18030: its demo goes without them.
  const files = await readdir(join(feedsDir, "police"));
  if (!files.some((name) => /^residents-.*\.parquet$/.test(name))) return [];
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const read = await connection.runAndReadAll(`
      select first(name) as name, first(id_number) as number, first(phone) as phone, first(area) as area
        from read_parquet('${feedsDir.replaceAll("'", "''")}/police/residents-*.parquet')
       where id_type = '111' and length(id_number) = 18 and regexp_matches(phone, '^1[3-9][0-9]{9}$')
         and substr(id_number, 7, 4)::integer between 1950 and 1995 and area[1:6] = '320583'
       group by household_id order by household_id limit ${HOW_MANY}`);
    return read.getRowObjectsJson().map((row) => ({
      name: String(row["name"]),
      number: String(row["number"]),
      phone: String(row["phone"]),
      area: String(row["area"]),
    }));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Each from an address of its own, as phones are: the limits of the routes hold in the demo too. */
function caller(app: App, at: number, token: string | null) {
  return async (method: "GET" | "POST", path: string, body?: object): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await app.inject({
      method,
      url: `/api/v1${path}`,
      remoteAddress: `127.1.${Math.floor(at / 250)}.${(at % 250) + 1}`,
      ...(body === undefined ? {} : { payload: body }),
      ...(token === null ? {} : { headers: { authorization: `Bearer ${token}` } }),
    });
    return answer.json();
  };
}

async function declareOne(app: App, person: DemoPerson, at: number, place: string): Promise<void> {
  const { phone } = person;
  const ask = caller(app, at, null);
  await ask("POST", "/resident/codes", { phone });
  const { messages } = await ask("POST", "/resident/demo-messages", { phone });
  const code = /\d{6}/.exec(JSON.stringify(messages))?.[0];
  const { token } = await ask("POST", "/resident/session", { phone, code });
  if (typeof token !== "string") return;
  const call = caller(app, at, token);
  const { personKey } = await call("POST", "/my/persons", {
    id: newId(),
    relation: "self",
    document: "resident-id",
    number: person.number,
    name: person.name,
    place,
  });
  if (typeof personKey !== "string") return;
  await call("POST", `/my/persons/${personKey}/declarations`, { id: newId(), baseVersion: 0, form: formOf(at, place) });
}

function formOf(at: number, place: string): object {
  const hasReturned = at % RETURNED === 1;
  return {
    category: at % SHORT_STAY === 3 ? "short-stay" : hasReturned ? "returning" : "resident",
    hukou: "320583",
    trip: hasReturned
      ? {
          from: { code: "330300" },
          departedOn: "2020-02-08",
          arrivedOn: "2020-02-08",
          mode: "rail",
          serviceNo: "G7506",
          purpose: "home",
        }
      : null,
    stayUntil: at % SHORT_STAY === 3 ? "2020-02-14" : null,
    stays: [],
    contacts: [],
    symptoms: at % COUGHS === 5 ? ["dry-cough"] : [],
    temperatureTenths: 365,
    observation: "none",
    place,
    addressDetail: `${(at % 20) + 1}幢${(at % 3) + 1}单元${(at % 6) + 1}01室`,
    lodging: at % SHORT_STAY === 3 ? "hotel" : "own-home",
    employer: null,
    isTrue: true,
  };
}

/** A gate to stand at: the railway station's exit, set up by the county's centre. */
async function setUpGate(services: Services): Promise<void> {
  const { db, settings } = services;
  const [post] = await db<{ id: string; account_id: string }[]>`
    select p.id, p.account_id from post p join account a on a.id = p.account_id where a.username = ${`centre-${COUNTY}`}`;
  if (!post) return;
  const actor: Actor = {
    ...systemActor(settings.province),
    postId: post.id,
    accountId: post.account_id,
    role: "operator",
    area: COUNTY as PlaceCode,
  };
  await asActor(db, actor, (sql) =>
    setUp(
      { sql, actor, now: services.clock(), services, requestId: newId() },
      {},
      { place: `${COUNTY}100`, name: "昆山站出站口", kind: "station", lanes: 3 },
    ),
  );
}
