import { openPair, pair } from "#platform/answer.ts";
import * as contract from "./contract.ts";
import * as sessions from "./sessions.ts";

export default [
  openPair(contract.signIn, sessions.signInWithPassword),
  openPair(contract.signOut, sessions.signOutOfSession),
  pair(contract.showMe, sessions.show),
  openPair(contract.switchPost, sessions.switchToPost),
];
