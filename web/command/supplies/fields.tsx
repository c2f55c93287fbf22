import { useId } from "react";
import { SUPPLIES, type Supply } from "#capabilities/supplies/rules/items.ts";
import { useWords } from "../../shared/language.ts";
import { supplyWords } from "../../shared/supply-words.ts";

type ItemProps = {
  readonly label: string;
  readonly value: Supply;
  readonly onChange: (item: Supply) => void;
};

export function ItemField({ label, value, onChange }: ItemProps) {
  const { item } = useWords(supplyWords);
  return (
    <label className="field">
      <span>{label}</span>
      <select
        className="input input-small"
        value={value}
        onChange={({ target }) => onChange(SUPPLIES.find((one) => one === target.value) ?? value)}
      >
        {SUPPLIES.map((one) => (
          <option key={one} value={one}>
            {item[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

type FieldProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly maxLength: number;
  readonly isNumber?: boolean;
  readonly wrong: string | null;
};

/** A short text with what is wrong with it below. */
export function Field({ label, value, onChange, maxLength, isNumber = false, wrong }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input input-small"
        maxLength={maxLength}
        inputMode={isNumber ? "numeric" : "text"}
        value={value}
        aria-invalid={wrong !== null}
        aria-describedby={wrong === null ? undefined : `${id}-wrong`}
        onChange={({ target }) => onChange(target.value)}
      />
      {wrong !== null && (
        <span className="wrong" id={`${id}-wrong`} role="alert">
          {wrong}
        </span>
      )}
    </div>
  );
}
