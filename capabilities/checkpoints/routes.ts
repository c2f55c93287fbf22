import { openPair, pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as day from "./day.ts";
import * as kit from "./kit.ts";
import * as lookUp from "./look-up.ts";
import * as presence from "./presence.ts";
import * as scans from "./scans.ts";
import * as setUp from "./set-up.ts";

export default [
  pair(contract.setUpCheckpoint, setUp.setUp),
  pair(contract.changeCheckpoint, setUp.change),
  pair(contract.listCheckpoints, setUp.list),
  pair(contract.publishBanner, setUp.publishBanner),
  pair(contract.showBanners, setUp.banners),
  pair(contract.planRoster, setUp.plan),
  pair(contract.showRoster, setUp.showRoster),
  pair(contract.showKit, kit.show),
  openPair(contract.uploadScans, scans.upload),
  pair(contract.lookUp, lookUp.lookUp),
  pair(contract.findVisitor, kit.find),
  pair(contract.showDay, day.show),
  pair(contract.checkInAt, presence.checkIn),
];
