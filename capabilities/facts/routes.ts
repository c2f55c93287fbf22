import { pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as uses from "./uses.ts";

export default [
  pair(contract.listReturns, uses.returns),
  pair(contract.listUses, uses.uses),
  pair(contract.listValues, uses.values),
];
