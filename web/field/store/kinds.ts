/** Every kind of record that this page can read: what the server is asked for. */
import { campaignCopy, campaignDoorCopy } from "#capabilities/campaigns/contract.ts";
import { clueCopy } from "#capabilities/clues/contract.ts";
import { disputeCopy } from "#capabilities/disputes/contract.ts";
import { factsCopy } from "#capabilities/facts/contract.ts";
import { formAnswerCopy, formCopy } from "#capabilities/forms/contract.ts";
import { doorCopy, householdCopy, personCopy } from "#capabilities/households/contract.ts";
import { unitCopy } from "#capabilities/neighbours/contract.ts";
import { observation } from "#capabilities/observation/contract.ts";
import { noticeCopy } from "#capabilities/publicity/contract.ts";
import { centreLineCopy } from "#capabilities/safety/contract.ts";
import { serviceCopy } from "#capabilities/services/contract.ts";
import { volunteerCopy } from "#capabilities/volunteers/contract.ts";
import type { AnyCopyKind } from "#kernel/copy.ts";

export const KINDS: readonly AnyCopyKind[] = [
  centreLineCopy,
  noticeCopy,
  doorCopy,
  householdCopy,
  personCopy,
  factsCopy,
  formCopy,
  formAnswerCopy,
  campaignCopy,
  campaignDoorCopy,
  unitCopy,
  observation,
  serviceCopy,
  volunteerCopy,
  clueCopy,
  disputeCopy,
];
