import { pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as desk from "./desk.ts";
import * as goods from "./goods.ts";
import * as mine from "./mine.ts";

export default [
  pair(contract.listServices, desk.list),
  pair(contract.showService, desk.show),
  pair(contract.allotGoods, goods.allot),
  pair(contract.returnGoods, goods.giveBack),
  pair(contract.askMyService, mine.ask),
  pair(contract.listMyServices, mine.list),
  pair(contract.confirmMyService, mine.confirm),
  pair(contract.withdrawMyService, mine.withdraw),
];
