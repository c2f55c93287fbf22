/** The assessment's own process: takes one order, answers, ends. DuckDB's memory goes with it. */

import type { Summary } from "./contract.ts";
import { ProvinceKeyMissing } from "./door.ts";
import {
  type Household,
  type HouseholdOrder,
  type IdentityOrder,
  type RankedIdentity,
  type ReportedCase,
  readCases,
  readHouseholds,
  readIdentities,
} from "./identities.ts";
import { type Pseudonymised, type PseudonymiseOrder, pseudonymiseFolder } from "./pseudonymise.ts";
import { type AssessmentOrder, runAssessment } from "./run.ts";

export type WorkerOrder =
  | { readonly verb: "assess"; readonly order: AssessmentOrder }
  | { readonly verb: "pseudonymise"; readonly order: PseudonymiseOrder }
  | { readonly verb: "identities"; readonly order: IdentityOrder }
  | { readonly verb: "households"; readonly order: HouseholdOrder }
  | { readonly verb: "cases"; readonly order: HouseholdOrder };

export type WorkerRows = RankedIdentity[] | Household[] | ReportedCase[];

export type WorkerAnswer =
  | { readonly kind: "progress"; readonly step: string }
  | { readonly kind: "rows"; readonly rows: WorkerRows }
  | { readonly kind: "done"; readonly value: Summary | Pseudonymised[] | null }
  | { readonly kind: "failed"; readonly reason: "key-missing" | "fault"; readonly message: string };

/** A message from the parent: its order, or "go on" after a batch of rows. */
export type ToWorker = WorkerOrder | "next";

const answer = (message: WorkerAnswer): Promise<void> =>
  new Promise((resolve, reject) => {
    if (process.send === undefined) reject(new Error("this file is started by assess.ts"));
    else process.send(message, undefined, {}, (error) => (error === null ? resolve() : reject(error)));
  });

/** Sends batches one at a time: the next only when the parent has used the last, so that neither fills up. */
async function sendRows(batches: AsyncGenerator<WorkerRows>, asked: () => Promise<void>): Promise<void> {
  for await (const rows of batches) {
    await answer({ kind: "rows", rows });
    await asked();
  }
}

async function obey(order: WorkerOrder, asked: () => Promise<void>): Promise<WorkerAnswer> {
  const onProgress = (step: string) => void answer({ kind: "progress", step }).catch(() => process.exit(1));
  switch (order.verb) {
    case "assess":
      return { kind: "done", value: await runAssessment(order.order, onProgress) };
    case "pseudonymise":
      return { kind: "done", value: await pseudonymiseFolder(order.order) };
    case "identities":
      await sendRows(readIdentities(order.order), asked);
      return { kind: "done", value: null };
    case "households":
      await sendRows(readHouseholds(order.order), asked);
      return { kind: "done", value: null };
    case "cases":
      await sendRows(readCases(order.order), asked);
      return { kind: "done", value: null };
    default:
      return order satisfies never;
  }
}

let goOn: () => void = () => {};
const asked = () =>
  new Promise<void>((resolve) => {
    goOn = resolve;
  });

async function main(order: WorkerOrder): Promise<void> {
  try {
    await answer(await obey(order, asked));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    await answer({ kind: "failed", reason: error instanceof ProvinceKeyMissing ? "key-missing" : "fault", message });
  } finally {
    process.disconnect();
  }
}

// The parent is gone: nobody waits for the answer.
process.on("disconnect", () => process.exit());
process.on("message", (message: ToWorker) => {
  if (message === "next") goOn();
  else void main(message);
});
