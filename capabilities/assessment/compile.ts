/**
 * A rule set and a day into the SQL that ranks: a list of statements in the common subset of DuckDB and PostgreSQL.
 *
 * They read the views of door-views.ts and leave `ranked`. Cost: the two large feeds are scanned a few times, each
 * time for the few rows that matter (semi-joins on small tables); nothing sorts or groups them whole.
 */
import { reachStatements, scopeStatements } from "./compile-reach.ts";
import { resultStatements } from "./compile-result.ts";
import { personRuleStatements, phoneRuleStatements } from "./compile-rules.ts";
import type { Plan } from "./plan.ts";

/** All statements of an assessment, in order. */
export function compileAssessment(plan: Plan): string[] {
  return [
    ...reachStatements(plan),
    ...personRuleStatements(plan),
    ...phoneRuleStatements(plan),
    ...scopeStatements(plan),
    ...resultStatements(plan),
  ];
}
