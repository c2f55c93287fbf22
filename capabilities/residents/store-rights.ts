import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

/** What is kept of a resident's persons and cannot be deleted at wish: the purpose says how long. */
export const KEPT = [
  { kind: "declarations", zh: "申报", en: "Declarations", purpose: "code.declare" },
  { kind: "check-ins", zh: "健康打卡", en: "Check-ins", purpose: "code.declare" },
  { kind: "evidence", zh: "赋码依据", en: "Evidence behind the colour", purpose: "code.evidence" },
  { kind: "decisions", zh: "健康码颜色变化", en: "Changes of the colour", purpose: "code.show" },
  { kind: "looks", zh: "扫码与查询记录", en: "Scans and look-ups", purpose: "code.verify" },
  { kind: "notices", zh: "通知", en: "Notices", purpose: "code.show" },
  { kind: "services", zh: "居家求助", en: "Requests for help", purpose: "care.help" },
  { kind: "volunteer", zh: "志愿者登记", en: "Being a volunteer", purpose: "care.volunteer" },
  { kind: "errands", zh: "志愿服务", en: "Errands as a volunteer", purpose: "care.volunteer" },
] as const;
export type KeptKind = (typeof KEPT)[number]["kind"];

type Rows = Record<string, unknown>[];

/** Rows of one kind about the persons of the account, newest first. */
export async function rowsOf(sql: Sql, residentId: string, kind: KeptKind, limit: number): Promise<Rows> {
  const mine = sql`(select person_key from resident_person where resident_id = ${residentId} and ended_at is null)`;
  switch (kind) {
    case "declarations":
      return sql`select person_key, version, declared_at, category, from_place, arrived_on, mode, service_no, stays, contacts,
                        symptoms, temperature_tenths, observation_status, place from declaration
                  where person_key in ${mine} order by declared_at desc limit ${limit}`;
    case "check-ins":
      return sql`select person_key, day, half, temperature_tenths, symptoms from check_in
                  where person_key in ${mine} order by day desc limit ${limit}`;
    case "evidence":
      return sql`select person_key, kind, source, since, until, facts, recorded_at from evidence
                  where person_key in ${mine} order by recorded_at desc limit ${limit}`;
    case "decisions":
      return sql`select person_key, old_colour, new_colour, rule, rule_set, since, until, at from colour_decision
                  where person_key in ${mine} order by at desc limit ${limit}`;
    case "looks":
      return sql`select person_key, at, who, action, place from holder_log
                  where person_key in ${mine} order by at desc limit ${limit}`;
    case "notices":
      return sql`select person_key, kind, zh, at from notice where person_key in ${mine} order by id desc limit ${limit}`;
    case "services":
      return sql`select r.id, r.person_key, r.place, r.kind, r.state, r.sealed, r.asked_at, r.due_at, r.taken_at, r.delivered_at,
                        r.confirmed_at, r.confirmed_how,
                        (select jsonb_object_agg(g.item, jsonb_build_object('asked', g.asked, 'allotted', g.allotted))
                           from service_goods g where g.request_id = r.id and g.county = r.county) as goods
                   from service_request r
                  where r.asked_by_resident = ${residentId} or r.person_key in ${mine} order by r.asked_at desc limit ${limit}`;
    case "volunteer":
      return sql`select number, place, skills, slots, consented_at, changed_at, withdrawn_at from volunteer
                  where resident_id = ${residentId} order by consented_at desc limit ${limit}`;
    case "errands":
      return sql`select r.place, r.kind, r.state, r.taken_at, r.delivered_at, r.confirmed_at from service_request r
                  where r.taken_by_volunteer in (select id from volunteer where resident_id = ${residentId})
                  order by r.taken_at desc limit ${limit}`;
    default:
      return kind satisfies never;
  }
}

export async function retentionOf(sql: Sql, purpose: string): Promise<number> {
  const [row] = await sql<{ retention_days: number }[]>`select retention_days from purpose where id = ${purpose}`;
  return row?.retention_days ?? 0;
}

/** Drafts, number and links go at once; the closed account's id stays, because declarations name it. */
export async function closeAccount(sql: Sql, residentId: string, now: Instant): Promise<void> {
  await sql`delete from declaration_draft d using resident_person p
             where p.resident_id = ${residentId} and p.ended_at is null and p.person_key = d.person_key`;
  await sql`update person_claim set state = 'ended' where resident_id = ${residentId}`;
  await sql`update resident_person set ended_at = ${now} where resident_id = ${residentId} and ended_at is null`;
  await sql`update resident set phone_key = null, phone_sealed = null, closed_at = ${now}, epoch = epoch + 1
             where id = ${residentId}`;
}
