import { useId } from "react";
import type { VisitResult } from "#capabilities/rollups/rules/results.ts";
import { RESULT_RULES } from "#capabilities/visits/rules/results.ts";
import { useWords } from "../../shared/language.ts";
import { reportWords } from "../words-report.ts";

/** The feedback codes of domain.md §6.3 as people at a door think of them. */
const GROUPS = {
  found: ["HOME_IN_PLACE", "COMPLETED_14D", "CENTRAL", "HOSPITAL"],
  "not-reached": ["NO_ANSWER", "REFUSED", "WRONG_NUMBER"],
  "not-here": ["NOT_RETURNED", "LEFT", "MOVED", "NOT_AT_ADDRESS"],
  mistaken: ["NOT_THE_PERSON", "ALREADY_MANAGED", "DUPLICATE", "DECEASED"],
} as const satisfies Readonly<Record<string, readonly VisitResult[]>>;
const NAMES = ["found", "not-reached", "not-here", "mistaken"] as const;

type Props = { readonly value: VisitResult | null; readonly onChange: (value: VisitResult | null) => void };

/** What came of it, in four groups; once chosen, only that one stands, with what follows from it. */
export function ResultPicker({ value, onChange }: Props) {
  const { resultAsk, resultHint, group, result, change } = useWords(reportWords);
  const name = useId();
  if (value !== null)
    return (
      <section className="result-chosen" aria-label={resultAsk}>
        <p className="form-label">{resultAsk}</p>
        <p className="result-line">
          <strong>{result[value]}</strong>
          <button type="button" className="button" onClick={() => onChange(null)}>
            {change}
          </button>
        </p>
        <NextStepLine result={value} />
      </section>
    );
  return (
    <fieldset className="results">
      <legend>{resultAsk}</legend>
      <p className="quiet">{resultHint}</p>
      {NAMES.map((one) => (
        <div key={one} className="result-group">
          <p className="result-group-name">{group[one]}</p>
          {GROUPS[one].map((code) => (
            <label key={code} className="result-one">
              <input type="radio" name={name} checked={false} onChange={() => onChange(code)} />
              <span className="result-face">{result[code]}</span>
            </label>
          ))}
        </div>
      ))}
    </fieldset>
  );
}

/** What follows from a result, before it is sent. */
function NextStepLine({ result }: { readonly result: VisitResult }) {
  const { nextLabel, next, triesHint, tomorrowHint } = useWords(reportWords);
  const rule = RESULT_RULES[result];
  return (
    <p className="next-step" role="status">
      <span className="next-label">{nextLabel}</span>
      <span>{next[rule.step]}</span>
      {rule.tries !== undefined && <span>{triesHint(rule.tries.limit)}</span>}
      {result === "NOT_RETURNED" && <span>{tomorrowHint}</span>}
    </p>
  );
}
