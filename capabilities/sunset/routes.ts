import { pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as sunset from "./sunset.ts";

export default [
  pair(contract.listSunsets, sunset.list),
  pair(contract.planSunset, sunset.plan),
  pair(contract.approveSunset, sunset.approve),
  pair(contract.cancelSunset, sunset.cancel),
  pair(contract.certifySunset, sunset.certify),
  pair(contract.showCertificate, sunset.certificates),
];
