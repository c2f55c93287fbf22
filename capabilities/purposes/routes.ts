import { pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as purposes from "./purposes.ts";

export default [
  pair(contract.listPurposes, purposes.list),
  pair(contract.proposePurpose, purposes.propose),
  pair(contract.decidePurpose, purposes.decide),
  pair(contract.endPurpose, purposes.end),
];
