import { pair } from "#platform/answer.ts";
import * as brief from "./brief.ts";
import * as contract from "./contract.ts";

export default [pair(contract.showBrief, brief.show)];
