import { useId } from "react";

type OneProps<T extends string> = {
  readonly label: string;
  readonly options: readonly T[];
  readonly words: Readonly<Record<T, string>>;
  readonly value: T | null;
  readonly onChange: (value: T) => void;
};

/** One of a few: big radio buttons in a row. */
export function OneOf<T extends string>({ label, options, words, value, onChange }: OneProps<T>) {
  const name = useId();
  return (
    <fieldset className="choices">
      <legend>{label}</legend>
      <div className="chips">
        {options.map((option) => (
          <label key={option} className="chip">
            <input type="radio" name={name} checked={value === option} onChange={() => onChange(option)} />
            <span className="chip-face">{words[option]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

type ManyProps<T extends string> = {
  readonly label: string;
  readonly options: readonly T[];
  readonly words: Readonly<Record<T, string>>;
  readonly value: readonly T[];
  readonly onChange: (value: readonly T[]) => void;
  /** A word for "none of them", when saying so is an answer. */
  readonly none?: string;
};

/** Any of several: big check boxes. */
export function ManyOf<T extends string>({ label, options, words, value, onChange, none }: ManyProps<T>) {
  const toggle = (option: T) =>
    onChange(options.filter((one) => (one === option ? !value.includes(one) : value.includes(one))));
  return (
    <fieldset className="choices">
      <legend>{label}</legend>
      <div className="chips">
        {none !== undefined && (
          <label className="chip">
            <input type="checkbox" checked={value.length === 0} onChange={() => onChange([])} />
            <span className="chip-face">{none}</span>
          </label>
        )}
        {options.map((option) => (
          <label key={option} className="chip">
            <input type="checkbox" checked={value.includes(option)} onChange={() => toggle(option)} />
            <span className="chip-face">{words[option]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
