import { FEVER_FROM_TENTHS } from "#capabilities/visits/rules/answers.ts";
import { useWords } from "../../shared/language.ts";
import { reportWords } from "../words-report.ts";
import { afterKey, isPlausible, tenthsOf } from "./temperature.ts";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "erase"] as const;

type Props = { readonly value: string; readonly onChange: (value: string) => void };

/** The temperature by big keys: three taps for 36.5, with gloves on. */
export function Keypad({ value, onChange }: Props) {
  const { temperature, temperatureHint, degrees, keypad, erase, temperatureOdd } = useWords(reportWords);
  const tenths = tenthsOf(value);
  const isOdd = value !== "" && (tenths === null ? value.length > 2 : !isPlausible(tenths));
  const isFever = tenths !== null && isPlausible(tenths) && tenths >= FEVER_FROM_TENTHS;
  return (
    <div className="temperature">
      <p className="temperature-head">
        <span className="form-label">{temperature}</span>
        <output className={`temperature-value${isFever ? " temperature-fever" : ""}`} aria-label={temperature}>
          {value === "" ? "––.–" : value.padEnd(4, "–")}
          <small>{degrees}</small>
        </output>
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would announce a form group, these are keys */}
      <div className="keypad" role="group" aria-label={keypad}>
        {KEYS.map((key) =>
          key === "" ? (
            <span key="gap" />
          ) : (
            <button
              key={key}
              type="button"
              className="key"
              onClick={() => onChange(afterKey(value, key))}
              {...(key === "erase" ? { "aria-label": erase } : {})}
            >
              {key === "erase" ? "⌫" : key}
            </button>
          ),
        )}
      </div>
      <p className={isOdd ? "form-fault" : "quiet"} {...(isOdd ? { role: "alert" } : {})}>
        {isOdd ? temperatureOdd : temperatureHint}
      </p>
    </div>
  );
}
