import { pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as errands from "./errands.ts";
import * as volunteers from "./volunteers.ts";

export default [
  pair(contract.showMyVolunteer, volunteers.show),
  pair(contract.registerVolunteer, volunteers.register),
  pair(contract.withdrawVolunteer, volunteers.withdraw),
  pair(contract.listMyErrands, errands.list),
  pair(contract.takeErrand, errands.take),
  pair(contract.deliverErrand, errands.deliver),
  pair(contract.handBackErrand, errands.handBack),
  pair(contract.proposeVolunteers, volunteers.propose),
];
