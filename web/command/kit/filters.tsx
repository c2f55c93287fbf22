/** What a list is narrowed by: views side by side, and one of a closed list. */
type ViewsProps<T extends string> = {
  readonly label: string;
  readonly views: readonly T[];
  readonly words: Readonly<Record<T, string>>;
  readonly value: T;
  readonly onChange: (view: T) => void;
};

export function Views<T extends string>({ label, views, words, value, onChange }: ViewsProps<T>) {
  return (
    <nav className="tabs" aria-label={label}>
      {views.map((one) => (
        <button key={one} type="button" aria-pressed={one === value} onClick={() => onChange(one)}>
          {words[one]}
        </button>
      ))}
    </nav>
  );
}

type SelectProps<T extends string> = {
  readonly label: string;
  /** The word for no choice. */
  readonly all: string;
  readonly options: readonly T[];
  readonly words: Readonly<Record<T, string>>;
  readonly value: T | null;
  readonly onChange: (value: T | null) => void;
};

export function Select<T extends string>({ label, all, options, words, value, onChange }: SelectProps<T>) {
  return (
    <label className="field">
      <span>{label}</span>
      <select
        className="input input-small"
        value={value ?? ""}
        onChange={({ target }) => onChange(options.find((one) => one === target.value) ?? null)}
      >
        <option value="">{all}</option>
        {options.map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
