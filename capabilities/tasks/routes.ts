import { openPair, pair } from "#platform/answer.ts";
import * as assign from "./assign.ts";
import * as bulk from "./bulk.ts";
import * as contract from "./contract.ts";
import * as desk from "./desk.ts";
import * as events from "./events.ts";
import * as inbox from "./inbox.ts";
import * as progress from "./progress.ts";
import * as receipts from "./receipts.ts";
import * as giveBack from "./return.ts";

export default [
  openPair(contract.showInbox, inbox.show),
  openPair(contract.followInbox, events.follow),
  pair(contract.sendReceipts, receipts.send),
  pair(contract.returnTask, giveBack.notMine),
  pair(contract.reportUnlocated, giveBack.cannotLocate),
  pair(contract.showTask, desk.show),
  pair(contract.listTasks, desk.list),
  pair(contract.searchTasks, desk.search),
  pair(contract.listOffers, desk.offers),
  pair(contract.assignTasks, assign.assign),
  pair(contract.transferTasks, assign.transfer),
  pair(contract.answerOffers, assign.answer),
  pair(contract.takeBackOffers, assign.takeBack),
  pair(contract.startBulk, bulk.start),
  pair(contract.showBulk, bulk.show),
  pair(contract.undoBulk, bulk.undo),
  pair(contract.showProgress, progress.show),
];
