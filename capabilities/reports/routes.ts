import { openPair, pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as exports from "./exports.ts";
import * as make from "./make.ts";
import * as persons from "./person-lists.ts";
import * as templates from "./templates.ts";

export default [
  openPair(contract.bringTemplate, templates.bring),
  pair(contract.listTemplates, templates.list),
  pair(contract.showTemplate, templates.show),
  pair(contract.scheduleTemplate, templates.schedule),
  pair(contract.retireTemplate, templates.retire),
  pair(contract.makeReport, make.make),
  pair(contract.listReports, make.list),
  openPair(contract.downloadReport, make.download),
  pair(contract.askPersons, persons.ask),
  pair(contract.listPersonLists, persons.list),
  pair(contract.decidePersonList, persons.decide),
  openPair(contract.downloadPersonList, persons.download),
  openPair(contract.exportList, exports.take),
];
