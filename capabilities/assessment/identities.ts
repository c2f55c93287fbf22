/**
 * Names and numbers of those who are ranked, and the households of the register: a second reading of the feeds, so
 * that nothing of it was ever written down in between. Runs inside the worker process.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { endOf, type Instant, instantOf, plainDay } from "#kernel/time.ts";
import { takeFeeds } from "./door.ts";
import { feedFilesOf } from "./door-files.ts";
import { openSource } from "./door-source.ts";
import { keyOf, normalNumber, normalPhone, padStatements, phoneIsSound } from "./door-sql.ts";
import { openDuck, quoted, type Row } from "./duck.ts";
import type { Feed } from "./rules/feeds.ts";
import { duckMemoryMb, makeScratch } from "./run.ts";

export type IdentityOrder = {
  readonly feedsDir: string;
  readonly outDir: string;
  readonly provinceKey: string;
  readonly memoryMb: number;
  readonly threads: number;
};

/** What one feed says of one ranked subject, in normal form. */
export type RankedIdentity = {
  readonly personKey: string;
  readonly kind: "person" | "phone";
  readonly feed: string;
  readonly idType: string | null;
  readonly idNumber: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  /** Key of the household, null when the feed has none. */
  readonly household: string | null;
};

const text = (value: Row[string] | undefined): string | null => (typeof value === "string" ? value : null);

/** Select of distinct identities of a file, or null when it holds no raw numbers. */
function identityQuery(
  feed: Feed,
  source: { types: ReadonlyMap<string, string>; nameOf(name: string): string; relation: string },
): string | null {
  const has = (name: string) => source.types.has(name);
  const raw = (name: string) =>
    has(name) ? `nullif(trim(cast(${source.nameOf(name)} as varchar)), '')` : "cast(null as varchar)";
  const phone = `nullif(${normalPhone("phone")}, '')`;
  if (feed.person && has("id_type") && has("id_number"))
    return `select ${keyOf("id_type || '|' || id_number")} as person_key, 'person' as kind, id_type, id_number, name,
        case when ${phoneIsSound("phone")} then phone end as phone, address,
        case when household is not null then ${keyOf("'household|' || household")} end as household
      from (select distinct id_type, ${normalNumber("id_number")} as id_number, name, ${phone} as phone, address, household
              from (select ${raw("id_type")} as id_type, ${raw("id_number")} as id_number, ${raw("name")} as name, ${raw("phone")} as phone,
                           ${raw("address")} as address, ${raw("household_id")} as household from ${source.relation}) a) b
      where id_type is not null and id_number is not null`;
  if (feed.phone === "required" && has("phone"))
    return `select ${keyOf("'phone|' || phone")} as person_key, 'phone' as kind, null as id_type, null as id_number, null as name, phone,
        null as address, null as household
      from (select distinct ${phone} as phone from (select ${raw("phone")} as phone from ${source.relation}) a) b
      where ${phoneIsSound("phone")}`;
  return null;
}

/** Identities of the subjects in `outDir/ranked.parquet`, in batches; the same subject once a feed and spelling. */
export async function* readIdentities(order: IdentityOrder): AsyncGenerator<RankedIdentity[]> {
  const scratch = await makeScratch(order.outDir);
  const duck = await openDuck({ scratch, memoryMb: duckMemoryMb(order.memoryMb), threads: order.threads });
  try {
    for (const statement of padStatements(order.provinceKey)) await duck.run(statement);
    await duck.run(
      `create table wanted as select cast(person_key as uuid) as person_key, kind from read_parquet(${quoted(join(order.outDir, "ranked.parquet"))})`,
    );
    let no = 0;
    for (const file of await feedFilesOf(order.feedsDir)) {
      no += 1;
      const source = await openSource(duck, file, no, scratch).catch(() => null);
      const query = source === null ? null : identityQuery(file.feed, source);
      if (source === null || query === null) continue;
      for await (const rows of duck.stream(
        `select i.* from (${query}) i join wanted w on w.person_key = i.person_key and w.kind = i.kind`,
      ))
        yield rows.map((row) => ({
          personKey: String(row["person_key"]),
          kind: row["kind"] === "phone" ? "phone" : "person",
          feed: file.feed.id,
          idType: text(row["id_type"]),
          idNumber: text(row["id_number"]),
          name: text(row["name"]),
          phone: text(row["phone"]),
          address: text(row["address"]),
          household: text(row["household"]),
        }));
      await source.release();
    }
  } finally {
    duck.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A household of the residents register: its place is where most of its rows are, of equals the smaller code. */
export type Household = { readonly householdKey: string; readonly place: string; readonly persons: number };

export type HouseholdOrder = IdentityOrder & { readonly day: string; readonly by: string; readonly now: Instant };

/** Households of `police/residents`, in batches, by key. Persons are counted once. */
export async function* readHouseholds(order: HouseholdOrder): AsyncGenerator<Household[]> {
  const scratch = await makeScratch(order.outDir);
  const duck = await openDuck({ scratch, memoryMb: duckMemoryMb(order.memoryMb), threads: order.threads });
  const day = plainDay(order.day);
  try {
    if (day === null || endOf(day) <= 0) return;
    await takeFeeds(duck, {
      ...order,
      outDir: scratch,
      scratch,
      maxBadShare: 1,
      only: ["police/residents"],
      onProgress: () => {},
    });
    const query = `select cast(${keyOf("'household|' || household")} as text) as key, place, persons from (
        select household, arg_max(area, cast(rows_there as hugeint) * 1000000000000000000 - cast(area as hugeint)) as place, cast(sum(people) as integer) as persons
          from (select household, area, count(*) as rows_there, count(distinct person) as people from residents where household is not null group by household, area)
         group by household) order by key`;
    for await (const rows of duck.stream(query))
      yield rows.map((row) => ({
        householdKey: String(row["key"]),
        place: String(row["place"]),
        persons: Number(row["persons"]),
      }));
  } finally {
    duck.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** One row of `health/cases` that was taken, in the feed's order; nobody is named. */
export type ReportedCase = {
  readonly caseId: string;
  readonly status: string;
  readonly reportedAt: Instant;
  readonly area: string;
};

/** Rows of `health/cases` up to the day, in batches, in the feed's order. */
export async function* readCases(order: HouseholdOrder): AsyncGenerator<ReportedCase[]> {
  const scratch = await makeScratch(order.outDir);
  const duck = await openDuck({ scratch, memoryMb: duckMemoryMb(order.memoryMb), threads: order.threads });
  try {
    await takeFeeds(duck, {
      ...order,
      outDir: scratch,
      scratch,
      maxBadShare: 1,
      only: ["health/cases"],
      onProgress: () => {},
    });
    const query = "select case_id, status, reported_at, area from cases where area is not null order by seq";
    for await (const rows of duck.stream(query))
      yield rows.map((row) => ({
        caseId: String(row["case_id"]),
        status: String(row["status"]),
        reportedAt: instantOf(Number(row["reported_at"])),
        area: String(row["area"]),
      }));
  } finally {
    duck.close();
    await rm(scratch, { recursive: true, force: true });
  }
}
