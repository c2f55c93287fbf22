/** What a run was made from, for those who judge it. */
import type { Sql } from "#platform/database.ts";
import { documentOf } from "./rule-sets.ts";
import { filesByIds, presentFile } from "./store-feeds.ts";
import { type RuleSetRow, ruleSetOf } from "./store-rule-sets.ts";

/** The rule set by which a run was read. */
export async function ruleSetOfRun(
  sql: Sql,
  run: { readonly rule_set_id: string; readonly rule_set_version: number },
): Promise<ReturnType<typeof documentOf> & { readonly row: RuleSetRow }> {
  const row = await ruleSetOf(sql, run.rule_set_id, run.rule_set_version);
  if (row === null) throw new Error(`rule set ${run.rule_set_id} ${run.rule_set_version} is gone`);
  return { ...documentOf(row), row };
}

/** The files that a run read, with their receipts. */
export async function feedFilesOfRun(sql: Sql, run: { readonly inputs: readonly string[] }) {
  return (await filesByIds(sql, run.inputs)).map(presentFile);
}
