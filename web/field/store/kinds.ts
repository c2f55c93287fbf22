/** Every kind of record that this page can read: what the server is asked for. */
import { formAnswerCopy, formCopy } from "#capabilities/forms/contract.ts";
import type { AnyCopyKind } from "#kernel/copy.ts";

export const KINDS: readonly AnyCopyKind[] = [formCopy, formAnswerCopy];
