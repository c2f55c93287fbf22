/** Lists and places for tests and benchmarks, written straight into the tables as the assessment would. */
import type { Database } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";

/** Two counties of one city and one of another, with townships, villages and grids. */
export const PLACES: Readonly<Record<string, string>> = {
  "32": "江苏省",
  "3205": "苏州市",
  "320583": "昆山市",
  "320583101": "花桥镇",
  "320583101201": "徐公桥村",
  "320583101201001": "第一网格",
  "320583101201002": "第二网格",
  "320583101202": "蓬青村",
  "320583101202001": "第一网格",
  "320583102": "陆家镇",
  "320583102201": "夏桥村",
  "320583102201001": "第一网格",
  "320585": "太仓市",
  "320585100": "城厢镇",
  "320585100201": "梅园村",
  "320585100201001": "第一网格",
  "3201": "南京市",
  "320102": "玄武区",
};

export type Listed = {
  readonly personKey: string;
  readonly tier: "red" | "yellow" | "blue";
  readonly place: string | null;
  readonly rules?: readonly string[];
  readonly managed?: boolean;
};

/** A person key by a small number. */
export const person = (n: number): string => `a0000000-0000-0000-0000-${String(n).padStart(12, "0")}`;

const RULES = [
  { id: "case", firstContactHours: 1, reason: { zh: "卫健部门登记的病例", en: "Registered as a case" } },
  { id: "high-area", firstContactHours: 4, reason: { zh: "到过高风险地区", en: "Was in a high-risk area" } },
  { id: "household", firstContactHours: 12, reason: { zh: "与病例同住", en: "Lives with a case" } },
  { id: "from-outside", firstContactHours: 24, reason: { zh: "省外抵达", en: "Arrived from outside" } },
];
const RULE_OF_TIER = { red: "high-area", yellow: "household", blue: "from-outside" } as const;

/** A draft with its results, and a session over it; returns their ids. */
export async function seedList(
  owner: Database,
  list: { readonly day: string; readonly version?: number; readonly listed: readonly Listed[] },
): Promise<{ sessionId: string; assessmentId: string }> {
  const [assessmentId, sessionId] = [newId(), newId()];
  const { day, version = 1 } = list;
  const at = `${day}T00:00:00Z`;
  await owner`
    insert into rule_set (id, version, document, sha256, proposed_at, published_at)
    values ('test', 1, ${owner.json({ id: "test", version: 1, rules: RULES })}, '\\x00', ${at}, ${at}) on conflict do nothing`;
  await owner`
    insert into assessment (id, day, version, state, engine, rule_set_id, rule_set_version, started_at)
    values (${assessmentId}, ${day}, ${version}, 'draft', 'duckdb', 'test', 1, ${at})`;
  const rows = list.listed.map((one) => ({
    person_key: one.personKey,
    tier: one.tier,
    rules: one.rules ?? [RULE_OF_TIER[one.tier]],
    managed: one.managed ?? false,
    place: one.place,
  }));
  await owner`
    insert into assessment_result (person_key, assessment_id, day, kind, tier, rules, exposure_tenths, managed,
                                   shared_phone, place, place_source, evidence)
    select person_key, ${assessmentId}, ${day}, 'person', tier, rules, 0, managed, false, place, 'residents', '[]'
      from jsonb_to_recordset(${owner.json(rows as never)})
        as r (person_key uuid, tier text, rules text[], managed boolean, place text)`;
  await owner`
    insert into joint_session (id, day, version, assessment_id, state, cut_off_at, opened_at, changes)
    values (${sessionId}, ${day}, ${version}, ${assessmentId}, 'draft', ${at}, ${at}, '{}')`;
  return { sessionId, assessmentId };
}
