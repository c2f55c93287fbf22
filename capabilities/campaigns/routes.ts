import { pair } from "#platform/answer.ts";
import * as campaigns from "./campaigns.ts";
import * as contract from "./contract.ts";
import * as doors from "./doors.ts";
import * as groups from "./groups.ts";
import * as sheets from "./sheets.ts";

export default [
  pair(contract.startCampaign, campaigns.start),
  pair(contract.closeCampaign, campaigns.close),
  pair(contract.listCampaigns, campaigns.list),
  pair(contract.watchCampaign, campaigns.watch),
  pair(contract.listDoors, doors.list),
  pair(contract.retryPlan, doors.plan),
  pair(contract.makeGroup, groups.makeGroup),
  pair(contract.assignDoors, groups.assignByPlan),
  pair(contract.moveDoorsHere, groups.moveHere),
  pair(contract.printSheets, sheets.print),
  pair(contract.showSheet, sheets.show),
  pair(contract.keySheet, sheets.key),
];
