/** SQL of appeals. Row-level security: the area of the person, of the office that owns it, or one's own persons. */
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { MediaType } from "./rules/attachments.ts";
import type { AppealChannel, AppealKind, AppealOutcome, AppealState } from "./rules/states.ts";

export type AppealRow = {
  readonly id: string;
  readonly person_key: string;
  readonly place: string;
  readonly about_kind: "colour" | "evidence" | "case";
  readonly about_ids: readonly string[];
  readonly evidence_ids: readonly string[];
  readonly rule: string;
  readonly kind: AppealKind;
  readonly channel: AppealChannel;
  readonly state: AppealState;
  readonly sealed_words: Uint8Array;
  readonly received_at: Instant;
  readonly owner_area: string;
  readonly owner_post: string | null;
  readonly due_at: Instant | null;
  readonly escalated_to: string | null;
  readonly suspended_ids: readonly string[];
  readonly review_asked_at: Instant | null;
  readonly outcome: AppealOutcome | null;
  readonly decided_at: Instant | null;
};

export type CodeRow = { readonly place: string; readonly rule: string };

/** Where the holder of a code is, and by which rule his colour is what it is; null: no code, or not in one's area. */
export async function codeOf(sql: Sql, personKey: string): Promise<CodeRow | null> {
  const [row] = await sql<CodeRow[]>`
    select c.place, coalesce(d.rule, 'nothing-found') as rule
      from code_current c left join colour_decision d on d.person_key = c.person_key and d.seq = c.seq
     where c.person_key = ${personKey}`;
  return row ?? null;
}

/** Evidence that stands against a person: what holds a colour other than green. Reads evidence_by_person. */
export async function standingOf(sql: Sql, personKey: string, now: Instant): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select e.id from evidence e join evidence_kind k on k.kind = e.kind
     where e.person_key = ${personKey} and k.rank < 3 and e.recorded_at <= ${now} and (e.until is null or e.until > ${now})
       and not exists (select from evidence_withdrawal w where w.evidence_id = e.id)
     order by k.rank, e.recorded_at limit 20`;
  return rows.map((row) => row.id);
}

/** Is this a case of declared against observed about this person? */
export async function isCaseOf(sql: Sql, caseId: string, personKey: string): Promise<boolean> {
  const rows = await sql`select from false_green_case where id = ${caseId} and person_key = ${personKey}`;
  return rows.length > 0;
}

/** A decided case that is appealed says so. */
export async function markCaseAppealed(sql: Sql, caseId: string): Promise<void> {
  await sql`update false_green_case set state = 'APPEALED' where id = ${caseId} and state in ('DECIDED', 'SETTLED')`;
}

export type NewAppeal = Pick<
  AppealRow,
  | "id"
  | "person_key"
  | "place"
  | "about_kind"
  | "about_ids"
  | "evidence_ids"
  | "rule"
  | "kind"
  | "channel"
  | "state"
  | "sealed_words"
  | "owner_area"
  | "owner_post"
  | "due_at"
> & { readonly received_on: PlainDay };

/** Takes an appeal; false when the person has an open one, or this id is known. */
export async function insertAppeal(sql: Sql, one: NewAppeal, now: Instant): Promise<boolean> {
  const rows = await sql`
    insert into appeal (id, person_key, place, about_kind, about_ids, evidence_ids, rule, kind, channel, state, sealed_words,
                        received_at, received_on, owner_area, owner_post, due_at)
    values (${one.id}, ${one.person_key}, ${one.place}, ${one.about_kind}, ${[...one.about_ids]}::uuid[],
            ${[...one.evidence_ids]}::uuid[], ${one.rule}, ${one.kind}, ${one.channel}, ${one.state}, ${Buffer.from(one.sealed_words)},
            ${now}, ${one.received_on}, ${one.owner_area}, ${one.owner_post}, ${one.due_at})
        on conflict do nothing returning 1`;
  return rows.length > 0;
}

/** One appeal, locked. */
export async function lockAppeal(sql: Sql, id: string): Promise<AppealRow | null> {
  const [row] = await sql<AppealRow[]>`select * from appeal where id = ${id} for update`;
  return row ?? null;
}
export async function oneAppeal(sql: Sql, id: string): Promise<AppealRow | null> {
  const [row] = await sql<AppealRow[]>`select * from appeal where id = ${id}`;
  return row ?? null;
}

export type After = { readonly key: string; readonly id: string };
export const VIEWS = {
  open: ["RECEIVED", "OWNED", "EVIDENCE"],
  review: ["SECOND_REVIEW"],
  ombudsman: ["OMBUDSMAN"],
  closed: ["DECIDED", "NOTIFIED", "CLOSED"],
} as const satisfies Readonly<Record<string, readonly AppealState[]>>;

/** A page of appeals by when they were received; the open ones oldest first, which is by their last clock. */
export const listAppeals = (
  sql: Sql,
  {
    states,
    isClosed,
    after,
    limit,
  }: { states: readonly AppealState[]; isClosed: boolean; after: After | null; limit: number },
): Promise<AppealRow[]> =>
  isClosed
    ? sql<AppealRow[]>`
        select * from appeal where state = any (${[...states]}::text[])
           and (${after?.key ?? null}::timestamptz is null or (received_at, id) < (${after?.key ?? null}::timestamptz, ${after?.id ?? null}::uuid))
         order by received_at desc, id desc limit ${limit}`
    : sql<AppealRow[]>`
        select * from appeal where state = any (${[...states]}::text[])
           and (${after?.key ?? null}::timestamptz is null or (received_at, id) > (${after?.key ?? null}::timestamptz, ${after?.id ?? null}::uuid))
         order by received_at, id limit ${limit}`;

/** The appeals of the resident's persons. */
export const appealsOfMine = (sql: Sql): Promise<AppealRow[]> =>
  sql<AppealRow[]>`select * from appeal where is_my_person(person_key) order by received_at desc, id desc limit 50`;

export type Moved = {
  readonly state: AppealState;
  readonly dueAt: Instant | null;
  readonly kind?: AppealKind;
  readonly escalatedTo?: string | null;
  readonly suspendedIds?: readonly string[];
  readonly reviewAskedAt?: Instant;
  readonly ownerPost?: string | null;
};

/** Takes an appeal a step further, without deciding it. */
export async function moveAppeal(sql: Sql, id: string, to: Moved): Promise<AppealRow> {
  const [row] = await sql<AppealRow[]>`
    update appeal set state = ${to.state}, due_at = ${to.dueAt}, kind = coalesce(${to.kind ?? null}, kind),
           escalated_to = coalesce(${to.escalatedTo ?? null}, escalated_to),
           suspended_ids = coalesce(${to.suspendedIds === undefined ? null : [...to.suspendedIds]}::uuid[], suspended_ids),
           review_asked_at = coalesce(${to.reviewAskedAt ?? null}, review_asked_at),
           owner_post = coalesce(owner_post, ${to.ownerPost ?? null})
     where id = ${id} returning *`;
  if (row === undefined) throw new Error("the appeal was locked and is gone");
  return row;
}

/** The decision; 0076 lets only the health department write one, under its own post. */
export async function decideAppeal(
  sql: Sql,
  id: string,
  { outcome, post }: { outcome: AppealOutcome; post: string },
  now: Instant,
): Promise<AppealRow> {
  const [row] = await sql<AppealRow[]>`
    update appeal set state = 'NOTIFIED', outcome = ${outcome}, decided_at = ${now}, decided_by = ${post}, due_at = null
     where id = ${id} returning *`;
  if (row === undefined) throw new Error("the appeal was locked and is gone");
  return row;
}

export type StepName =
  | "received"
  | "owned"
  | "evidence"
  | "escalated"
  | "suspended"
  | "resumed"
  | "decided"
  | "notified"
  | "review-asked"
  | "reviewed"
  | "ombudsman-asked"
  | "opinion"
  | "closed";
export type NewStep = {
  readonly id: string;
  readonly appealId: string;
  readonly step: StepName;
  readonly words?: string | null;
  readonly outcome?: AppealOutcome;
};

/** Writes a step; a resident's or the platform's own has no post. */
export async function insertStep(
  sql: Sql,
  one: NewStep,
  by: { readonly post: string | null; readonly role: string },
  now: Instant,
): Promise<void> {
  await sql`
    insert into appeal_step (id, appeal_id, step, at, by_post, by_role, by_organisation, by_account, words, outcome)
    values (${one.id}, ${one.appealId}, ${one.step}, ${now}, ${by.post}, ${by.role},
            (select organisation from post where id = ${by.post}::uuid), (select account_id from post where id = ${by.post}::uuid),
            ${one.words ?? null}, ${one.outcome ?? null})`;
}

export type StepRow = {
  readonly step: StepName;
  readonly at: Instant;
  readonly by_role: string;
  readonly by_organisation: string | null;
  readonly by_account: string | null;
  readonly words: string | null;
  readonly outcome: AppealOutcome | null;
};
export const stepsOf = (sql: Sql, appealId: string): Promise<StepRow[]> =>
  sql<StepRow[]>`
    select step, at, by_role, by_organisation, by_account, words, outcome from appeal_step
     where appeal_id = ${appealId} order by at, id limit 200`;

export type AttachmentRow = {
  readonly n: number;
  readonly media_type: MediaType;
  readonly bytes: number;
  readonly sha256: string;
};
export const attachmentsOf = (sql: Sql, appealId: string): Promise<AttachmentRow[]> =>
  sql<
    AttachmentRow[]
  >`select n, media_type, bytes, sha256 from appeal_attachment where appeal_id = ${appealId} order by n`;

export async function insertAttachment(
  sql: Sql,
  appealId: string,
  one: AttachmentRow & { readonly sealed: Uint8Array },
  now: Instant,
): Promise<void> {
  await sql`
    insert into appeal_attachment (appeal_id, n, media_type, bytes, sha256, sealed, added_at)
    values (${appealId}, ${one.n}, ${one.media_type}, ${one.bytes}, ${one.sha256}, ${Buffer.from(one.sealed)}, ${now})`;
}
export async function attachment(
  sql: Sql,
  appealId: string,
  n: number,
): Promise<(AttachmentRow & { sealed: Uint8Array }) | null> {
  const [row] = await sql<(AttachmentRow & { sealed: Uint8Array })[]>`
    select n, media_type, bytes, sha256, sealed from appeal_attachment where appeal_id = ${appealId} and n = ${n}`;
  return row ?? null;
}

export type EvidenceRow = {
  readonly id: string;
  readonly kind: string;
  readonly since: Instant;
  readonly until: Instant | null;
  readonly is_withdrawn: boolean;
};
/** The evidence in dispute as it stands now. */
export const evidenceByIds = (sql: Sql, personKey: string, ids: readonly string[]): Promise<EvidenceRow[]> =>
  sql<EvidenceRow[]>`
    select e.id, e.kind, e.since, e.until, w.evidence_id is not null as is_withdrawn
      from evidence e left join evidence_withdrawal w on w.evidence_id = e.id
     where e.person_key = ${personKey} and e.id = any (${[...ids]}::uuid[]) order by e.recorded_at, e.id`;

/** Accounts that recorded, proposed or confirmed the evidence: none of them decides about it. */
export async function makersOf(sql: Sql, ids: readonly string[]): Promise<string[]> {
  const rows = await sql<{ account_id: string }[]>`
    select distinct p.account_id from post p where p.id in (
      select recorded_by from evidence where id = any (${[...ids]}::uuid[])
      union select proposed_by from evidence_proposal where id = any (${[...ids]}::uuid[])
      union select d.post_id from evidence_proposal_decision d where d.proposal_id = any (${[...ids]}::uuid[]))`;
  return rows.map((row) => row.account_id);
}

/** Appeals past a clock, locked. Reads appeal_due. */
export const lockOverdue = (sql: Sql, now: Instant): Promise<AppealRow[]> =>
  sql<AppealRow[]>`select * from appeal where due_at <= ${now} order by due_at, id limit 200 for update skip locked`;

/** Answered appeals that nobody took further in time are closed; their ids. */
export async function closeOld(sql: Sql, decidedBefore: Instant): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    update appeal set state = 'CLOSED' where state = 'NOTIFIED' and decided_at <= ${decidedBefore} returning id`;
  return rows.map((row) => row.id);
}
