import { pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as desk from "./desk.ts";

export default [pair(contract.listDisputes, desk.list), pair(contract.showDispute, desk.show)];
