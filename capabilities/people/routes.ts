import { openPair, pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as open from "./open.ts";
import * as person from "./person.ts";

export default [
  openPair(contract.openPersonIdentity, open.open),
  pair(contract.listContacts, person.contacts),
  pair(contract.showPerson, person.show),
  pair(contract.searchPeople, person.search),
  pair(contract.listOpenings, person.listOpened),
];
