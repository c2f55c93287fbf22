import { useState } from "react";
import { useWords } from "../../shared/language.ts";
import { words } from "../words.ts";

const WHOLE = [35, 36, 37, 38, 39] as const;
const TENTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
const ORDINARY = 36;

export const celsius = (tenths: number): string => (tenths / 10).toFixed(1);

type Props = {
  /** Called with tenths of a degree; null when it was not measured. */
  readonly onPick: (tenths: number | null) => void;
  readonly canSkip?: boolean;
};

/** Two taps at most, one for nearly everybody: 36 stands, a tap on the tenth ends it. */
export function Temperature({ onPick, canSkip = true }: Props) {
  const w = useWords(words);
  const [whole, setWhole] = useState<number>(ORDINARY);
  return (
    <section className="pad" aria-label={w.temperature}>
      <fieldset className="pad-row" aria-label={w.whole}>
        {WHOLE.map((one) => (
          <button key={one} type="button" className="key" aria-pressed={one === whole} onClick={() => setWhole(one)}>
            {one}
          </button>
        ))}
      </fieldset>
      <fieldset className="pad-row" aria-label={w.tenths}>
        {TENTHS.map((tenth) => (
          <button
            key={tenth}
            type="button"
            className={`key key-tenth${whole * 10 + tenth >= 373 ? " key-high" : ""}`}
            onClick={() => onPick(whole * 10 + tenth)}
          >
            {`${whole}.${tenth}`}
          </button>
        ))}
      </fieldset>
      {canSkip && (
        <button type="button" className="act act-plain" onClick={() => onPick(null)}>
          {w.noThermometer}
        </button>
      )}
    </section>
  );
}
