import { Problem } from "#platform/problem.ts";
import { enterpriseProblems } from "../rules/problems.ts";

/** Why a roster file was not read; goes with the refusal, so that a page and a test can say it. */
export type FileFault =
  | "empty"
  | "not-a-table"
  | "old-or-encrypted"
  | "encrypted"
  | "damaged"
  | "bad-name"
  | "too-many-entries"
  | "inflates-too-much"
  | "entities"
  | "too-many-rows"
  | "too-many-cells"
  | "not-text";

export function refuseFile(fault: FileFault): never {
  throw new Problem(enterpriseProblems["file-refused"], { fault });
}
