/** Rule sets: proposed as documents, published by two people of the health department, never edited. */
import { createHash } from "node:crypto";
import { DEFAULT_RULES, loadRuleSet } from "#capabilities/assessment/assess.ts";
import { type RuleSet, readRuleSet, ruleSetJsonSchema } from "#capabilities/assessment/contract.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, type Instant, isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { Sql } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import type { listRuleSets, proposeRuleSet, showRuleSet, showRuleSetSchema, signRuleSet } from "./contract.ts";
import { mustBeProvincial } from "./provincial.ts";
import { intakeProblems } from "./rules/problems.ts";
import {
  insertRuleSet,
  insertSignature,
  latestVersion,
  lockRuleSet,
  publishRuleSet,
  type RuleSetRow,
  ruleSetOf,
  ruleSets,
  type SignatureRow,
  signatures,
  standingRuleSet,
} from "./store-rule-sets.ts";

/** Two different people sign (reference/domain.md §6.14: "decision rule change: health ✔✔ two"). */
const SIGNATURES_NEEDED = 2;

/** SHA-256 of the checked document, its keys in the schema's order: the same hash that summary.json carries. */
export const ruleSetHash = (ruleSet: RuleSet): Buffer => createHash("sha256").update(JSON.stringify(ruleSet)).digest();

/** Publishes the rule set that ships with the platform, for this province, when there is none yet. Safe to repeat. */
export async function ensureDefaultRuleSet(sql: Sql, province: string, now: Instant): Promise<void> {
  const [known] = await sql`select from rule_set limit 1`;
  if (known) return;
  const ruleSet: RuleSet = { ...(await loadRuleSet(DEFAULT_RULES)), province };
  await insertRuleSet(sql, {
    id: ruleSet.id,
    version: ruleSet.version,
    document: ruleSet,
    sha256: ruleSetHash(ruleSet),
    proposedBy: null,
    proposedAt: now,
    publishedAt: now,
  });
}

/** The rule set as the engines take it, with its hash. Throws when the stored document is not one (it was checked). */
export function documentOf(row: RuleSetRow): { ruleSet: RuleSet; sha256: string } {
  const read = readRuleSet(row.document);
  if (!read.ok) throw new Error(`rule set ${row.id} ${row.version} is faulty: ${read.faults[0]?.path}`);
  return { ruleSet: read.ruleSet, sha256: row.sha256 };
}

export const list: Answer<typeof listRuleSets> = async (ctx) => {
  mustBeProvincial(ctx);
  await ensureDefaultRuleSet(ctx.sql, ctx.services.settings.province, ctx.now);
  const [rows, signed, standing] = [
    await ruleSets(ctx.sql),
    await signatures(ctx.sql, null),
    await standingRuleSet(ctx.sql, dayOf(ctx.now)),
  ];
  return { ruleSets: rows.map((row) => present(row, signed, standing)) };
};

export const show: Answer<typeof showRuleSet> = async (ctx, { id, version }) => {
  mustBeProvincial(ctx);
  const row = await ruleSetOf(ctx.sql, id, version);
  if (row === null) throw new Problem(common["not-found"]);
  return { ...(await presentOne(ctx, row)), document: { ...documentOf(row).ruleSet } };
};

export const showSchema: Answer<typeof showRuleSetSchema> = async () => {
  const schema = ruleSetJsonSchema();
  return typeof schema === "object" && schema !== null ? { ...schema } : {};
};

export const propose: Answer<typeof proposeRuleSet> = async (ctx, _params, body) => {
  mustBeProvincial(ctx);
  const { sql, now } = ctx;
  await ensureDefaultRuleSet(sql, ctx.services.settings.province, now);
  const read = readRuleSet(body);
  if (!read.ok) throw new Problem(intakeProblems["rule-set-fault"], { faults: read.faults.slice(0, 50) });
  const { id, version, province } = read.ruleSet;
  if (province !== ctx.services.settings.province) {
    const faults = [{ path: "$.province", message: `this platform serves province ${ctx.services.settings.province}` }];
    throw new Problem(intakeProblems["rule-set-fault"], { faults });
  }
  const expected = (await latestVersion(sql, id)) + 1;
  if (version !== expected) throw new Problem(intakeProblems["rule-set-version"], { expected });
  const sha256 = ruleSetHash(read.ruleSet);
  const proposal = { id, version, document: read.ruleSet, sha256, proposedBy: ctx.actor.postId, proposedAt: now };
  await insertRuleSet(sql, { ...proposal, publishedAt: null });
  await audit(ctx, {
    action: "rule-set.propose",
    objectKind: "rule-set",
    objectId: `${id}/${version}`,
    detail: { sha256: sha256.toString("hex") },
  });
  return presentOne(ctx, await mustFind(ctx, id, version));
};

export const sign: Answer<typeof signRuleSet> = async (ctx, { id, version }) => {
  mustBeProvincial(ctx);
  const { sql, actor, now } = ctx;
  if (actor.department !== "health") throw new Problem(intakeProblems["other-department"]);
  await lockRuleSet(sql, id, version);
  const row = await mustFind(ctx, id, version);
  if (row.published_at !== null) throw new Problem(intakeProblems["already-published"]);
  const before = await signatures(sql, { id, version });
  // By account, not by post: one person with two posts is one person.
  if (before.some((one) => one.account_id === actor.accountId)) throw new Problem(intakeProblems["already-signed"]);
  await insertSignature(sql, { id, version, postId: actor.postId, at: now });
  const isPublished = before.length + 1 >= SIGNATURES_NEEDED;
  if (isPublished) await publishRuleSet(sql, id, version, now);
  await audit(ctx, {
    action: isPublished ? "rule-set.publish" : "rule-set.sign",
    objectKind: "rule-set",
    objectId: `${id}/${version}`,
    detail: { sha256: row.sha256, signatures: before.length + 1 },
  });
  return presentOne(ctx, await mustFind(ctx, id, version));
};

async function mustFind({ sql }: Context, id: string, version: number): Promise<RuleSetRow> {
  const row = await ruleSetOf(sql, id, version);
  if (row === null) throw new Problem(common["not-found"]);
  return row;
}

async function presentOne({ sql, now }: Context, row: RuleSetRow) {
  return present(row, await signatures(sql, row), await standingRuleSet(sql, dayOf(now)));
}

function present(row: RuleSetRow, signed: readonly SignatureRow[], standing: RuleSetRow | null) {
  const { ruleSet } = documentOf(row);
  return {
    id: row.id,
    version: row.version,
    titleZh: ruleSet.title.zh,
    titleEn: ruleSet.title.en,
    validFrom: ruleSet.validFrom,
    sha256: row.sha256,
    proposedAt: isoInstant(row.proposed_at),
    proposedBy: row.proposed_by,
    publishedAt: row.published_at === null ? null : isoInstant(row.published_at),
    signatures: signed
      .filter((one) => one.id === row.id && one.version === row.version)
      .map((one) => ({
        displayName: one.display_name,
        organisation: one.organisation,
        signedAt: isoInstant(one.signed_at),
      })),
    isStanding: standing?.id === row.id && standing.version === row.version,
  };
}
