import { pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as lookBacks from "./look-backs.ts";

export default [
  pair(contract.askLookBack, lookBacks.ask),
  pair(contract.decideLookBack, lookBacks.decide),
  pair(contract.listLookBacks, lookBacks.list),
];
