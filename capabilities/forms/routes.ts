import { openPair, pair } from "#platform/answer.ts";
import * as answers from "./answers.ts";
import * as contract from "./contract.ts";
import * as forms from "./forms.ts";
import * as tally from "./tally.ts";

export default [
  openPair(contract.importWorkbook, forms.bring),
  pair(contract.listForms, forms.list),
  pair(contract.showForm, forms.show),
  pair(contract.publishForm, forms.publish),
  pair(contract.withdrawForm, forms.withdraw),
  pair(contract.listAnswers, answers.list),
  pair(contract.keyAnswer, answers.key),
  pair(contract.openAnswer, answers.open),
  pair(contract.decideAnswer, answers.decide),
  pair(contract.tallyForm, tally.show),
];
