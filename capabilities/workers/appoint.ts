/** Giving posts: one by hand, thousands from a file or at the first start; all by the same set-based way. */
import type { Department, Role } from "#kernel/actor.ts";
import { type Instant, instant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { auditMany } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { settleDuty } from "./duty.ts";
import { type AppointFault, appointFault, isForward } from "./rules/appoint.ts";
import { workerProblems } from "./rules/problems.ts";
import { Appointment, type AppointmentGiven } from "./rules/staff.ts";
import {
  accountsNamed,
  insertAccounts,
  insertPosts,
  type NewAccount,
  type NewPost,
  settlePrimaries,
  standingPlaces,
  standingPostsOf,
} from "./store-posts.ts";

export type AppointmentRow = {
  readonly username: string;
  readonly displayName: string;
  readonly phoneLast4?: string | null;
  readonly role: Role;
  readonly area: string;
  readonly department?: Department | null;
  readonly organisation: string;
  readonly isPrimary?: boolean;
  readonly validFrom?: Instant | null;
  readonly validUntil?: Instant | null;
  /** From hashPassword, for accounts that are active at once; only the owner's verbs give one. */
  readonly passwordHash?: string | null;
};

export type Appointed = {
  readonly accounts: number;
  readonly posts: number;
  /** Rows that were there already, as they are. */
  readonly known: number;
  readonly refused: readonly { readonly row: number; readonly username: string; readonly why: AppointFault }[];
  /** In order of rows: the post of each row that was taken or known; null for a refused one. */
  readonly postIds: readonly (string | null)[];
};

/**
 * Gives each row its post, making accounts that are not there: a handful of statements however many rows. Rows that
 * may not be are refused one by one and stop nothing. Repeating it changes nothing.
 */
export async function appointMany(ctx: Context, rows: readonly AppointmentRow[]): Promise<Appointed> {
  const { sql, now, actor } = ctx;
  if (rows.length === 0) return { accounts: 0, posts: 0, known: 0, refused: [], postIds: [] };
  const usernames = [...new Set(rows.map((row) => row.username))];
  const accounts = new Map((await accountsNamed(sql, usernames)).map((one) => [one.username, one]));
  const places = await standingPlaces(sql, [...new Set(rows.map((row) => row.area))]);
  const ids = [...accounts.values()].map((one) => one.id);
  const held = new Map(
    (await standingPostsOf(sql, ids, now)).map((post) => [keyOf(post.account_id, post.role, post.area), post.id]),
  );
  const newAccounts = new Map<string, NewAccount>();
  const newPosts: NewPost[] = [];
  const refused: { row: number; username: string; why: AppointFault }[] = [];
  const postIds: (string | null)[] = [];
  for (const [at, row] of rows.entries()) {
    const account = accounts.get(row.username);
    const made = newAccounts.get(row.username);
    const name = account?.display_name ?? made?.displayName ?? row.displayName;
    const terms = {
      role: row.role,
      area: row.area,
      department: row.department ?? null,
      accountId: account?.id ?? null,
    };
    const from = row.validFrom ?? now;
    const why =
      appointFault(actor, terms) ??
      (places.has(row.area) ? null : "no-such-place") ??
      (name === row.displayName && account?.state !== "closed" ? null : "username-taken") ??
      (isForward(from, row.validUntil ?? null, now) ? null : "wrong-times");
    if (why !== null) {
      refused.push({ row: at, username: row.username, why });
      postIds.push(null);
      continue;
    }
    const accountId = account?.id ?? made?.id ?? newId();
    if (!account && !made) newAccounts.set(row.username, newAccount(accountId, row));
    const key = keyOf(accountId, row.role, row.area);
    const known = held.get(key);
    const id = known ?? newId();
    postIds.push(id);
    if (known !== undefined) continue;
    held.set(key, id);
    newPosts.push(newPost(id, accountId, row, from));
  }
  await write(ctx, [...newAccounts.values()], newPosts);
  const known = rows.length - refused.length - newPosts.length;
  return { accounts: newAccounts.size, posts: newPosts.length, known, refused, postIds };
}

const keyOf = (accountId: string, role: Role, area: string): string => `${accountId} ${role} ${area}`;

const newAccount = (id: string, row: AppointmentRow): NewAccount => ({
  id,
  username: row.username,
  displayName: row.displayName,
  phoneLast4: row.phoneLast4 ?? null,
  passwordHash: row.passwordHash ?? null,
});

const newPost = (id: string, accountId: string, row: AppointmentRow, validFrom: Instant): NewPost => ({
  id,
  accountId,
  role: row.role,
  area: row.area,
  department: row.department ?? null,
  organisation: row.organisation,
  isPrimary: row.isPrimary ?? false,
  validFrom,
  validUntil: row.validUntil ?? null,
  continues: null,
});

async function write(ctx: Context, accounts: readonly NewAccount[], posts: readonly NewPost[]): Promise<void> {
  const { sql, now, actor } = ctx;
  if (accounts.length > 0) await insertAccounts(sql, accounts, now);
  if (posts.length === 0) return;
  await insertPosts(sql, posts, { by: actor.role === "system" ? null : actor.postId, now, reason: null });
  await settlePrimaries(sql, [...new Set(posts.map((post) => post.area))], now);
  await auditMany(
    ctx,
    posts.map((post) => ({
      action: "post.appoint",
      objectKind: "post",
      objectId: post.id,
      place: post.area,
      detail: { role: post.role, accountId: post.accountId },
    })),
  );
  await settleDuty(
    ctx,
    posts.map((post) => post.id),
  );
}

const PROBLEM_OF: Partial<Record<AppointFault, keyof typeof workerProblems>> = {
  "username-taken": "username-taken",
  "wrong-times": "not-in-future",
};

export const appoint: Answer<typeof contract.appoint> = async (ctx, _params, body) => {
  const done = await appointMany(ctx, [rowOf(body)]);
  const [refused] = done.refused;
  if (refused) throw new Problem(workerProblems[PROBLEM_OF[refused.why] ?? "may-not-appoint"], { why: refused.why });
  const [postId] = done.postIds;
  const [account] = await accountsNamed(ctx.sql, [body.username]);
  if (!postId || !account) throw new Error("an appointment that was not refused has its post");
  return { postId, accountId: account.id, isNewAccount: done.accounts > 0 };
};

export const importStaff: Answer<typeof contract.importStaff> = async (ctx, _params, { rows }) => {
  const { right, wrong } = readRows(rows);
  const done = await appointMany(
    ctx,
    right.map(({ row }) => row),
  );
  const refused = done.refused.map((fault) => ({ ...fault, row: right[fault.row]?.at ?? fault.row }));
  return { ...done, refused: [...wrong, ...refused].toSorted((a, b) => a.row - b.row) };
};

/** Rows of a file in the shape of an appointment, and those that have none. Row numbers begin at 0. */
export function readRows(rows: readonly unknown[]): {
  readonly right: readonly { readonly at: number; readonly row: AppointmentRow }[];
  readonly wrong: readonly { readonly row: number; readonly username: string; readonly why: "wrong-shape" }[];
} {
  const right: { at: number; row: AppointmentRow }[] = [];
  const wrong: { row: number; username: string; why: "wrong-shape" }[] = [];
  for (const [at, given] of rows.entries()) {
    const read = Appointment.safeParse(given);
    if (read.success) right.push({ at, row: rowOf(read.data) });
    else wrong.push({ row: at, username: usernameIn(given), why: "wrong-shape" });
  }
  return { right, wrong };
}

const rowOf = (given: AppointmentGiven): AppointmentRow => ({
  ...given,
  validFrom: given.validFrom === null ? null : instant(given.validFrom),
  validUntil: given.validUntil === null ? null : instant(given.validUntil),
});

const usernameIn = (given: unknown): string =>
  typeof given === "object" && given !== null && "username" in given && typeof given.username === "string"
    ? given.username.slice(0, 60)
    : "";
