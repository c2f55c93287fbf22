/** What every step of the declaration gets, and the two small helps that they share. */
import { useWords } from "../../shared/language.ts";
import { declareWords } from "../words-declare.ts";
import type { Answers, Need } from "./answers.ts";

export type StepProps = {
  readonly answers: Answers;
  readonly set: (change: Answers) => void;
  /** Empty until the person tried to go on. */
  readonly needs: readonly Need[];
};

export const options = <V extends string>(values: readonly V[], word: Readonly<Record<V, string>>) =>
  values.map((value) => ({ value, word: word[value] }));

export function useWrong(needs: readonly Need[]) {
  const { needed } = useWords(declareWords);
  return (need: Need): string | null => (needs.includes(need) ? needed[need] : null);
}
