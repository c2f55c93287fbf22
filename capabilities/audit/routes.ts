import { pair } from "#platform/answer.ts";
import * as audit from "./audit.ts";
import * as contract from "./contract.ts";

export default [
  pair(contract.listEntries, audit.listEntries),
  pair(contract.listMine, audit.listMine),
  pair(contract.listHeads, audit.listHeads),
];
