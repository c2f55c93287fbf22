/** The sentences of a rule, from the colours' own rules: the phone explains a code without asking anybody. */
import { EVIDENCE_KINDS, type EvidenceClass, isEvidenceKind } from "#capabilities/codes/rules/evidence.ts";
import type { Language } from "../../shared/language.ts";
import { codeWords } from "./words.ts";

export type Explained = {
  readonly reason: string;
  readonly source: string;
  readonly evidenceClass: EvidenceClass | null;
  readonly advice: string;
  /** True: it ends when its source says so, not on a day known now. */
  readonly isOpen: boolean;
};

export function explain(rule: string | null, language: Language): Explained {
  if (rule !== null && isEvidenceKind(rule)) {
    const kind = EVIDENCE_KINDS[rule];
    return {
      reason: kind.reason[language],
      source: kind.source[language],
      evidenceClass: kind.class,
      advice: kind.advice[language],
      isOpen: kind.stands === "until-withdrawn",
    };
  }
  return { ...codeWords[language].nothingFound, evidenceClass: null, isOpen: false };
}
