import { pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as desk from "./desk.ts";
import * as orders from "./orders.ts";
import * as stock from "./stock.ts";

export default [
  pair(contract.listSupplies, desk.list),
  pair(contract.listMovements, desk.ledger),
  pair(contract.enterMovement, stock.enter),
  pair(contract.askUpward, orders.ask),
  pair(contract.answerOrder, orders.answer),
  pair(contract.receiveOrder, orders.receive),
];
