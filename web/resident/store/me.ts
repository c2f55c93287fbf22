/** The account on this phone: who is carried, whether anybody is signed in. */
import type { z } from "zod";
import { type CarriedPerson, showMe } from "#capabilities/residents/contract.ts";
import { type Answered, nameOf, useAnswer } from "./ask.ts";
import { useLocal } from "./local.ts";

export type Me = z.output<(typeof showMe)["result"]>;
export type Person = z.output<typeof CarriedPerson>;

const NAME = nameOf(showMe, {});

export const useMe = (): Answered<Me> => useAnswer(showMe, {});
/** What is kept, without asking. */
export const useKeptMe = (): Me | null => useLocal((local) => local.kept[NAME]?.value ?? null) as Me | null;
