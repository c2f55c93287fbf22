import { pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as session from "./session.ts";
import * as view from "./view.ts";

export default [
  pair(contract.listSessions, view.list),
  pair(contract.showSession, view.show),
  pair(contract.listSamples, view.sample),
  pair(contract.showMinutes, view.minutes),
  pair(contract.decide, session.decideOn),
  pair(contract.writeMinutes, session.write),
  pair(contract.publish, session.publishAsChair),
];
