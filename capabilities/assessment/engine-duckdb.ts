/** The default engine: the compiled statements on DuckDB, over the views of the door. */
import { compileAssessment } from "./compile.ts";
import type { RuleSet } from "./contract.ts";
import { DUCKDB } from "./dialect.ts";
import type { Duck } from "./duck.ts";
import { planFor } from "./plan.ts";

export type EngineOptions = {
  readonly ruleSet: RuleSet;
  readonly day: string;
  readonly province: string;
  readonly scratch: string;
  readonly onProgress: (step: string) => void;
};

/** The table that a statement makes or fills, for progress lines. */
export const stepOf = (statement: string): string =>
  /^(?:create (?:unlogged )?table|insert into|analyze) (\w+)/.exec(statement)?.[1] ?? "statement";

/** Leaves the table `ranked`. */
export async function rankByDuckDb(duck: Duck, options: EngineOptions): Promise<void> {
  for (const statement of compileAssessment(planFor(options.ruleSet, options.day, options.province, DUCKDB))) {
    options.onProgress(stepOf(statement));
    await duck.run(statement);
  }
}
