import { openPair, type Pair, pair } from "#platform/answer.ts";
import * as application from "./application.ts";
import * as contract from "./contract.ts";
import * as days from "./days.ts";
import * as decide from "./decide.ts";
import * as figures from "./figures.ts";
import * as managers from "./managers.ts";
import * as photos from "./photos.ts";
import * as register from "./register.ts";
import * as roster from "./roster.ts";
import * as staff from "./staff.ts";

export default [
  pair(contract.myEnterprises, register.listMine),
  pair(contract.register, register.register),
  pair(contract.showMine, register.showMine),
  pair(contract.change, register.change),
  pair(contract.invite, managers.invite),
  pair(contract.confirmManager, managers.confirm),
  pair(contract.endManager, managers.end),
  pair(contract.saveApplication, application.save),
  pair(contract.submitApplication, application.submit),
  pair(contract.withdrawApplication, application.withdraw),
  pair(contract.mendProblem, application.mend),
  openPair(contract.addPhoto, photos.add),
  pair(contract.removePhoto, photos.remove),
  openPair(contract.openMyPhoto, photos.openMine),
  openPair(contract.putRoster, roster.put),
  pair(contract.listStaff, staff.list),
  pair(contract.endStaff, staff.end),
  pair(contract.recordTemperatures, staff.measure),
  pair(contract.showDay, days.show),
  pair(contract.confirmDay, days.confirm),
  pair(contract.myEmployers, staff.listEmployers),
  pair(contract.answerEmployer, staff.answer),
  pair(contract.listEnterprises, register.list),
  pair(contract.showEnterprise, register.show),
  pair(contract.openContact, register.openContact),
  pair(contract.checkOnSite, decide.check),
  openPair(contract.addSitePhoto, photos.addOnSite),
  openPair(contract.openPhoto, photos.open),
  pair(contract.decideApplication, decide.decide),
  pair(contract.revoke, decide.revoke),
  pair(contract.nameHelper, decide.help),
  pair(contract.raiseProblem, decide.raise),
  pair(contract.closeProblem, decide.close),
  pair(contract.showFigures, figures.show),
  pair(contract.setPolicy, figures.setPolicy),
  openPair(contract.publicFigures, figures.showPublic),
] satisfies readonly Pair[];
