import { openPair } from "#platform/answer.ts";
import { open } from "./attachments.ts";
import * as contract from "./contract.ts";

export default [openPair(contract.openAttachment, open)];
