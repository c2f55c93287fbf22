/**
 * What is under way in the demo's grid on the first morning: an observation with its team, a screening, help that was asked
 * for, a clue, a quarrel, a notice and a card. Said over the routes and commands by which phones and desks say it.
 */
import { appointMany } from "#capabilities/workers/appoint.ts";
import { hashPassword, openSession } from "#capabilities/workers/sessions.ts";
import { DAY, dayOf, daysLater, isoInstant, later } from "#kernel/time.ts";
import { buildServer } from "#main";
import type { Services } from "#platform/answer.ts";
import { newId } from "#platform/ids.ts";
import { asOwner } from "./database.ts";
import { caller, must } from "./demo-enterprises.ts";

type Call = ReturnType<typeof caller>;
/** A line long enough to be a name. */
const SIGNATURE = "M20 80l60 -40 60 50 70 -30";
/** Day five of fourteen. */
const EXPOSED_DAYS_AGO = 5;

const NOTICE = {
  kind: "notice",
  titleZh: "如实说出行程，保护家人和邻居",
  titleEn: "Say truthfully where you were",
  bodyZh:
    "近14天从外地回来的，请主动告诉网格员或在手机上申报。发热、咳嗽请先打电话，不要自行坐公交车去医院。隐瞒行程造成传播的，要承担法律责任。",
  bodyEn:
    "Whoever came back within 14 days tells the grid worker or declares on the phone. With a fever ring first. Hiding where one was is against the law.",
  legalBasis: "《中华人民共和国传染病防治法》第十二条",
} as const;
const CARD = {
  kind: "card",
  titleZh: "上门前三步",
  titleEn: "Three steps before a door",
  bodyZh: "一看：这一户谁问过、问过什么，不重复问。二戴：口罩戴好，备好消毒液。三亮：亮出“证明我是真的”的六位核验号。",
  bodyEn: "Look who asked before and what. Wear the mask. Show the six digits that prove who you are.",
  legalBasis: "社区防控工作指引",
} as const;

/** Begins it all once; without the people or posts that it needs, the demo goes on and says so. */
export async function beginField(
  services: Services,
  grid: string,
  password: string,
  say: (step: string) => void,
): Promise<void> {
  try {
    const posts = await postsOf(services, grid, password);
    const app = await buildServer(services);
    try {
      const as = (post: keyof typeof posts): Call => caller(app, posts[post]);
      const { rows } = await must(as("county")("GET", `/areas/${grid}/observations`), "observations");
      // An earlier start may have been broken off behind this point.
      if (Array.isArray(rows) && rows.length > 0) return;
      await observe(services, as, grid);
      await offerHelp(services, as("worker"), grid);
      await publish(services, as, grid);
      await screen(services, as, grid);
    } finally {
      await app.close();
    }
  } catch (error) {
    say(`What is under way in the field stays out: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Sessions of those who speak. The village gets its leader: the fourth seat of the team. */
async function postsOf(services: Services, grid: string, password: string) {
  const village = grid.slice(0, 12);
  const passwordHash = await hashPassword(password);
  return asOwner(services, async (ctx) => {
    const { sql, now } = ctx;
    const token = async (role: string, area: string): Promise<string> => {
      const [post] = await sql<{ id: string; account_id: string }[]>`
        select id, account_id from post where area = ${area} and role = ${role} and valid_until is null order by id limit 1`;
      if (post === undefined) throw new Error(`no ${role} of ${area}`);
      return openSession(sql, { accountId: post.account_id, postId: post.id, terminalId: null, now });
    };
    const leader = {
      username: `leader-${village}`,
      displayName: "顾建华",
      role: "grid-leader" as const,
      area: village,
      organisation: "社区居委会",
      passwordHash,
    };
    await appointMany(ctx, [leader]);
    return {
      worker: await token("grid-worker", grid),
      doctor: await token("health-worker", grid.slice(0, 6)),
      township: await token("operator", grid.slice(0, 9)),
      county: await token("operator", grid.slice(0, 6)),
    };
  });
}

/** Says one thing as a phone does; the id of the command is the id of what it makes. */
async function tell(services: Services, call: Call, kind: string, body: object): Promise<string> {
  const id = newId();
  const command = { id, kind, madeAt: isoInstant(services.clock()), clockOffsetMs: 0, after: null, body };
  const { answers } = await must(call("POST", "/field/commands", { commands: [command] }), kind);
  const [answer] = answers as readonly { answer: string; code?: string }[];
  if (answer?.answer !== "applied") throw new Error(`${kind}: ${answer?.code ?? answer?.answer ?? "no answer"}`);
  return id;
}

/** A couple of the register shares a room: the doctor has ordered for one, and has yet to decide on the other. */
async function observe(services: Services, as: (post: "doctor" | "worker") => Call, grid: string): Promise<void> {
  const [person] = await asOwner(
    services,
    ({ sql }) => sql<{ person_key: string; household_key: string; persons: number }[]>`
      select person_key, household_key, persons from (
      select p.person_key, d.household_key, count(*) over (partition by s.household_id)::int as persons, d.walk_order,
             s.relation = 'head' as is_head
        from stay s join register_person p on p.id = s.person_id and p.county = s.county
        join door d on d.id = s.door_id and d.county = s.county
       where s.place = ${grid} and s.superseded_at is null and s.until_on is null and p.person_key is not null
      ) as living order by persons = 2 desc, persons > 1 desc, walk_order, is_head desc limit 1`,
  );
  if (person === undefined) throw new Error("nobody is in the register");
  const id = await tell(services, as("doctor"), "observation/file", {
    personKey: person.person_key,
    place: grid,
    householdKey: person.household_key,
    exposedOn: daysLater(dayOf(services.clock()), -EXPOSED_DAYS_AGO),
    isMinor: false,
    persons: person.persons,
    hasOwnRoom: false,
    hasOwnBathroom: true,
    caresForSelf: true,
    livesWithFrail: false,
    needs: ["groceries", "rubbish"],
    note: "两人同住一室，请医生确认另一人。",
  });
  const about = { observationId: id, place: grid };
  await tell(services, as("worker"), "observation/notify", { ...about, signedBy: "person", signature: SIGNATURE });
  await tell(services, as("worker"), "observation/check", {
    ...about,
    manner: "phone",
    temperatureTenths: 365,
    symptoms: [],
    note: "精神好，想要几本书。",
  });
}

async function offerHelp(services: Services, worker: Call, grid: string): Promise<void> {
  await tell(services, worker, "services/request", {
    place: grid,
    kind: "groceries",
    errand: { words: "青菜两斤、鸡蛋一板，放门口", name: "周阿姨", door: "1幢1单元302", phone: "13800001234" },
    mayVolunteer: true,
    isContactless: true,
  });
  await tell(services, worker, "clues/gather", {
    place: grid,
    category: "supplies-prices",
    words: "小区门口超市口罩由每只2元涨到8元。",
    grievance: "请核查价格，恢复平价供应。",
  });
  await tell(services, worker, "disputes/find", {
    place: grid,
    category: "rent",
    matter: "租客从外地回来，房东不让进门，双方争执。",
    partyA: { name: "沈国平" },
    partyB: { name: "吴海燕" },
  });
}

/** Drafted by the township, let out by the county: a second person. And the number to ring. */
async function publish(services: Services, as: (post: "township" | "county") => Call, grid: string): Promise<void> {
  const now = services.clock();
  const area = grid.slice(0, 9);
  for (const text of [NOTICE, CARD]) {
    const validUntil = isoInstant(later(now, 60 * DAY));
    const draft = { ...text, validFrom: isoInstant(now), validUntil, replaces: null };
    const { id } = await must(as("township")("POST", `/areas/${area}/publicity`, draft), "notice");
    await must(as("county")("POST", `/publicity/${String(id)}/approve`, {}), "approval");
  }
  // A number that nobody has.
  const line = { name: "昆山市疫情防控指挥部", phone: "0512-00000000" };
  await must(as("county")("PUT", `/areas/${grid.slice(0, 6)}/centre-line`, line), "centre's number");
}

const FOUND = ["opened", "no-answer", "opened", "refused", "opened"] as const;

/** A screening of the village that began this morning: the first doors are done. */
async function screen(services: Services, as: (post: "township" | "worker") => Call, grid: string): Promise<void> {
  await must(
    as("township")("POST", "/campaigns", {
      id: newId(),
      area: grid.slice(0, 12),
      name: "返乡人员拉网排查",
      questions: ["household.size", "household.returned"],
      untilAt: isoInstant(later(services.clock(), 3 * DAY)),
    }),
    "screening",
  );
  const { records } = await must(
    as("worker")("GET", `/field/copy?area=${grid}&kinds=campaign-door`),
    "doors of the screening",
  );
  const doors = (records as readonly { id: string; value: { ordinal: number } | null }[])
    .filter(({ value }) => value !== null)
    .sort((a, b) => (a.value?.ordinal ?? 0) - (b.value?.ordinal ?? 0));
  for (const [at, outcome] of FOUND.entries()) {
    const door = doors[at];
    if (door === undefined) throw new Error("the screening has no doors");
    const seen = outcome === "opened" ? 2 : null;
    await tell(services, as("worker"), "campaigns/mark-door", { campaignDoorId: door.id, place: grid, outcome, seen });
  }
}
