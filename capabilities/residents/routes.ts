import { openPair, pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as desk from "./contract-desk.ts";
import * as told from "./contract-notices.ts";
import * as rights from "./data-rights.ts";
import { demoMessages } from "./messages.ts";
import * as notices from "./my-notices.ts";
import * as persons from "./persons.ts";
import * as proxy from "./proxy.ts";
import { showSchoolNote } from "./school-note.ts";
import * as signing from "./sign-in.ts";

export default [
  openPair(contract.askCode, signing.askCode),
  openPair(contract.showDemoMessages, demoMessages),
  openPair(contract.signIn, signing.signIn),
  openPair(contract.signOut, signing.signOut),
  pair(contract.showMe, persons.showMe),
  openPair(contract.addPerson, persons.add),
  openPair(contract.confirmPerson, persons.confirm),
  pair(contract.endPerson, persons.end),
  pair(contract.showMyData, rights.show),
  openPair(contract.closeAccount, rights.close),
  pair(told.listNotices, notices.list),
  pair(told.readNotices, notices.read),
  pair(told.listLog, notices.log),
  pair(told.showSchoolNote, showSchoolNote),
  pair(told.listMassNotices, notices.listMass),
  pair(told.decideMassNotice, notices.decideMass),
  pair(desk.applyForSomeone, proxy.apply),
  pair(desk.listReviews, proxy.listReviews),
  pair(desk.decideReview, proxy.decideReview),
];
