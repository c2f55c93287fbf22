/** SQL of campaigns, their groups and tallies. Row-level security: a campaign is seen in, above and below its area. */
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type CampaignRow = {
  readonly id: string;
  readonly area: string;
  readonly name: string;
  readonly questions: readonly string[];
  readonly form_id: string | null;
  readonly started_at: Instant;
  readonly started_by: string;
  readonly starter: string | null;
  readonly until_at: Instant;
  readonly closed_at: Instant | null;
  readonly waiting: number;
};

const COLUMNS = (sql: Sql) => sql`
  c.id, c.area, c.name, c.questions, c.form_id, c.started_at, c.started_by, c.until_at, c.closed_at,
  (select a.display_name from post p join account a on a.id = p.account_id where p.id = c.started_by) as starter,
  (select count(*) from campaign_village v where v.campaign_id = c.id and v.frozen_at is null) as waiting`;

/** One campaign. Reads campaign_pkey, campaign_village_waiting. */
export async function campaignOf(sql: Sql, id: string): Promise<CampaignRow | null> {
  const [row] = await sql<CampaignRow[]>`select ${COLUMNS(sql)} from campaign c where c.id = ${id}`;
  return row ?? null;
}

/** Campaigns in, above and below an area, newest first. Reads campaign_by_area. */
export async function campaignsAround(sql: Sql, area: string, closedAfter: Instant | null): Promise<CampaignRow[]> {
  return sql<CampaignRow[]>`
    select ${COLUMNS(sql)} from campaign c
     where (starts_with(c.area, ${area}) or starts_with(${area}, c.area))
       and (${closedAfter}::timestamptz is null or (coalesce(c.closed_at, c.until_at) > ${closedAfter}))
     order by c.started_at desc, c.id limit 200`;
}

export type NewCampaign = Pick<
  CampaignRow,
  "id" | "area" | "name" | "questions" | "form_id" | "started_at" | "started_by" | "until_at"
>;

/** False: it was there before. */
export async function insertCampaign(sql: Sql, row: NewCampaign): Promise<boolean> {
  const made = await sql`
    insert into campaign (id, area, name, questions, form_id, started_at, started_by, until_at)
    values (${row.id}, ${row.area}, ${row.name}, ${[...row.questions]}, ${row.form_id}, ${row.started_at},
            ${row.started_by}, ${row.until_at}) on conflict (id) do nothing returning 1`;
  return made.length > 0;
}

export async function endCampaign(
  sql: Sql,
  of: { readonly id: string; readonly by: string; readonly reason: string; readonly at: Instant },
): Promise<boolean> {
  const ended = await sql`
    update campaign set closed_at = ${of.at}, closed_by = ${of.by}, close_reason = ${of.reason}
     where id = ${of.id} and closed_at is null returning 1`;
  return ended.length > 0;
}

/* ---- Villages of the universe ---- */

/** Every village of the area, or the area itself when it is a village or finer. Reads place_pkey. */
export async function insertVillages(
  sql: Sql,
  campaign: { readonly id: string; readonly area: string },
): Promise<number> {
  const made = await sql`
    insert into campaign_village (county, campaign_id, village)
    select left(code, 6), ${campaign.id}, code from place
     where valid_until is null
       and case when length(${campaign.area}::text) >= 12 then code = ${campaign.area}
                else length(code) = 12 and code >= ${campaign.area} and code < ${`${campaign.area}:`} end
    returning 1`;
  return made.length;
}

export type VillageRow = { readonly campaign_id: string; readonly village: string };

/** Villages that wait, locked, so that two processes take different ones. Reads campaign_village_waiting. */
export async function waitingVillages(sql: Sql, campaignId: string | null, limit: number): Promise<VillageRow[]> {
  return sql<VillageRow[]>`
    select campaign_id, village from campaign_village
     where frozen_at is null and (${campaignId}::uuid is null or campaign_id = ${campaignId})
     order by campaign_id, village limit ${limit} for update skip locked`;
}

export async function markFrozen(sql: Sql, of: VillageRow, at: Instant): Promise<void> {
  await sql`
    update campaign_village set frozen_at = ${at} where campaign_id = ${of.campaign_id} and village = ${of.village}`;
}

/* ---- Tallies ---- */

export type Delta = { readonly place: string; readonly figure: string; readonly doors: number };

/** Rows are written in one order, so that two marks in a grid wait for each other and never lock up. */
export async function addToTally(sql: Sql, campaignId: string, deltas: readonly Delta[]): Promise<void> {
  if (deltas.length === 0) return;
  await sql`
    insert into campaign_tally as t (county, campaign_id, place, figure, doors)
    select left(place, 6), ${campaignId}, place, figure, sum(doors)
      from unnest(${deltas.map((one) => one.place)}::text[], ${deltas.map((one) => one.figure)}::text[],
                  ${deltas.map((one) => one.doors)}::int[]) as change (place, figure, doors)
     group by place, figure having sum(doors) <> 0 order by place, figure
        on conflict (campaign_id, place, figure, county) do update set doors = t.doors + excluded.doors`;
}

export type TallyRow = {
  readonly campaign_id: string;
  readonly place: string;
  readonly figure: string;
  readonly doors: number;
};

/** Figures of campaigns in an area, by place cut to so many digits. Reads campaign_tally_pkey. */
export async function talliesOf(
  sql: Sql,
  of: { readonly campaignIds: readonly string[]; readonly area: string; readonly digits: number },
): Promise<TallyRow[]> {
  return sql<TallyRow[]>`
    select campaign_id, left(place, ${of.digits}) as place, figure, sum(doors)::bigint as doors from campaign_tally
     where campaign_id = any (${[...of.campaignIds]}::uuid[]) and place >= ${of.area} and place < ${`${of.area}:`}
     group by 1, 2, 3`;
}

/* ---- Groups ---- */

export type GroupRow = {
  readonly id: string;
  readonly campaign_id: string;
  readonly place: string;
  readonly name: string;
  readonly members: readonly string[];
  readonly names: readonly (string | null)[];
};

/** Groups that work in an area: of places in it and around it. Reads campaign_group_by_campaign. */
export async function groupsOf(sql: Sql, campaignIds: readonly string[], area: string): Promise<GroupRow[]> {
  return sql<GroupRow[]>`
    select g.id, g.campaign_id, g.place, g.name, g.members,
           array(select a.display_name from unnest(g.members) with ordinality m (post, n)
                   left join post p on p.id = m.post left join account a on a.id = p.account_id order by m.n) as names
      from campaign_group g
     where g.campaign_id = any (${[...campaignIds]}::uuid[]) and g.ended_at is null
       and (starts_with(g.place, ${area}) or starts_with(${area}, g.place))
     order by g.place, g.id`;
}

export async function insertGroup(
  sql: Sql,
  group: Omit<GroupRow, "names"> & { readonly at: Instant; readonly by: string },
): Promise<void> {
  await sql`
    insert into campaign_group (id, campaign_id, place, name, members, made_at, made_by)
    values (${group.id}, ${group.campaign_id}, ${group.place}, ${group.name}, ${[...group.members]}::uuid[],
            ${group.at}, ${group.by}) on conflict (id) do nothing`;
}

export type TeamPost = { readonly id: string; readonly role: string; readonly name: string | null };

/** Posts of the field in force that cover a place: its own, and those of the places around it. Reads post_by_area. */
export async function teamAt(sql: Sql, places: readonly string[], now: Instant): Promise<TeamPost[]> {
  return sql<TeamPost[]>`
    select p.id, p.role, a.display_name as name from post p join account a on a.id = p.account_id
     where p.area = any (${[...places]}::text[]) and p.role in ('grid-leader', 'grid-worker', 'police-officer', 'health-worker')
       and p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})
     order by p.area desc, p.id limit 200`;
}

/* ---- Zero reports ---- */

export async function insertZero(
  sql: Sql,
  zero: {
    readonly id: string;
    readonly campaignId: string;
    readonly place: string;
    readonly day: PlainDay;
    readonly covered: number;
    readonly doors: number;
    readonly by: string;
    readonly at: Instant;
  },
): Promise<void> {
  await sql`
    insert into campaign_zero (county, id, campaign_id, place, on_day, covered, doors, by_post, at)
    values (${zero.place.slice(0, 6)}, ${zero.id}, ${zero.campaignId}, ${zero.place}, ${zero.day}, ${zero.covered},
            ${zero.doors}, ${zero.by}, ${zero.at})`;
}

export type ZeroRow = {
  readonly campaign_id: string;
  readonly place: string;
  readonly on_day: PlainDay;
  readonly by_name: string | null;
};

/** The latest zero report of each place of an area. Reads campaign_zero_by_campaign. */
export async function zerosOf(sql: Sql, campaignIds: readonly string[], area: string): Promise<ZeroRow[]> {
  return sql<ZeroRow[]>`
    select distinct on (z.campaign_id, z.place) z.campaign_id, z.place, z.on_day,
           (select a.display_name from post p join account a on a.id = p.account_id where p.id = z.by_post) as by_name
      from campaign_zero z
     where z.campaign_id = any (${[...campaignIds]}::uuid[]) and z.place >= ${area} and z.place < ${`${area}:`}
     order by z.campaign_id, z.place, z.at desc`;
}
