/** The account's notices, a person's log, and the human gate before a mass notice. */
import type { z } from "zod";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract-notices.ts";
import { ACTION_WORDS, LOOKER_WORDS } from "./rules/log-words.ts";
import { residentProblems } from "./rules/problems.ts";
import { logOf } from "./store-log.ts";
import * as store from "./store-notices.ts";
import { isCarried } from "./store-residents.ts";

const PAGE = 50;

/** The id to go on after, when the page is full. */
const afterOf = (rows: readonly { readonly id: string }[]): string | null =>
  rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null;

export const list: Answer<typeof contract.listNotices> = async ({ sql, actor }, { after = null }) => {
  const rows = await store.noticesOf(sql, { residentId: actor.accountId, after, limit: PAGE });
  return {
    notices: rows.map(({ id, person_key, kind, zh, en, link, subject, at, is_read }) => ({
      id,
      personKey: person_key,
      kind,
      zh,
      en,
      link,
      subject,
      at: isoInstant(at),
      isRead: is_read,
    })),
    unread: await store.unreadOf(sql, actor.accountId),
    after: afterOf(rows),
  };
};

export const read: Answer<typeof contract.readNotices> = async ({ sql, actor }, _params, { upTo }) => {
  await store.setReadUpTo(sql, actor.accountId, upTo);
  return { unread: await store.unreadOf(sql, actor.accountId) };
};

export const log: Answer<typeof contract.listLog> = async ({ sql, actor }, { personKey, after = null }) => {
  if (!(await isCarried(sql, actor.accountId, personKey))) throw new Problem(common["not-found"]);
  const rows = await logOf(sql, { personKey, after, limit: PAGE });
  return {
    entries: rows.map((row) => {
      const action = ACTION_WORDS[row.action] ?? ACTION_WORDS["other"];
      return {
        id: row.id,
        at: isoInstant(row.at),
        who: row.who,
        whoZh: LOOKER_WORDS[row.who].zh,
        whoEn: LOOKER_WORDS[row.who].en,
        action: row.action,
        actionZh: action?.zh ?? row.action,
        actionEn: action?.en ?? row.action,
        place: row.place,
        placeName: row.place_name,
        detail: { ...row.detail },
      };
    }),
    after: afterOf(rows),
  };
};

type Shown = z.input<typeof contract.MassNotice>;

const presentMass = (row: store.MassRow): Shown => {
  const releasedBy: Shown["releasedBy"] = [];
  if (row.operator_account !== null) releasedBy.push("operator");
  if (row.health_account !== null) releasedBy.push("health");
  const { id, kind, zh, en, subject, persons, state } = row;
  return { id, kind, zh, en, subject, persons, at: isoInstant(row.at), state, releasedBy };
};

export const listMass: Answer<typeof contract.listMassNotices> = async (ctx) => {
  seatOf(ctx);
  return { massNotices: (await store.massNotices(ctx.sql)).map(presentMass) };
};

/** An operator of the province, or a signatory of the health department: anybody else is refused. */
function seatOf({ actor, services }: Context): "operator" | "health" {
  const isProvincial = actor.area === services.settings.province;
  if (actor.role === "operator" && isProvincial) return "operator";
  if (actor.role === "signatory" && actor.department === "health") return "health";
  throw new Problem(common["not-your-duty"]);
}

export const decideMass: Answer<typeof contract.decideMassNotice> = async (ctx, { id }, { decision, reason }) => {
  const { sql, actor, now } = ctx;
  const seat = seatOf(ctx);
  const row = await store.lockMass(sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  if (row.state !== "waiting") throw new Problem(residentProblems["already-released"]);
  if (actor.accountId === row.operator_account || actor.accountId === row.health_account)
    throw new Problem(residentProblems["same-person-twice"]);
  const other = seat === "operator" ? row.health_account : row.operator_account;
  const released = other === null ? "waiting" : "released";
  const state = decision === "refuse" ? "refused" : released;
  await store.decideMass(sql, { id, seat, post: actor.postId, account: actor.accountId, state, reason });
  if (state === "released") await store.releaseMass(sql, id, now);
  await audit(ctx, {
    action: `mass-notice.${decision}`,
    objectKind: "mass-notice",
    objectId: id,
    detail: { seat, state, persons: row.persons, reason },
  });
  const after = await store.lockMass(sql, id);
  return presentMass(after ?? row);
};
