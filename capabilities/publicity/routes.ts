import { type Pair, pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as publicity from "./publicity.ts";

export default [
  pair(contract.listPublicity, publicity.list),
  pair(contract.draftPublicity, publicity.draft),
  pair(contract.approvePublicity, publicity.approve),
  pair(contract.endPublicity, publicity.end),
] satisfies readonly Pair[];
