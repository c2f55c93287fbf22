/** The few forms of question that the screens ask. */
import { type HTMLInputTypeAttribute, type ReactNode, useId } from "react";

type TextProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly wrong?: string | null;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly type?: HTMLInputTypeAttribute;
  readonly inputMode?: "text" | "numeric" | "decimal" | "tel";
  readonly autoComplete?: string;
  readonly maxLength?: number;
  readonly min?: string;
  readonly max?: string;
};

/** A line of text with its label, a hint, and in words what is wrong with it. */
export function TextField({ label, hint, wrong = null, value, onChange, ...input }: TextProps) {
  const id = useId();
  const described = [hint === undefined ? "" : `${id}-hint`, wrong === null ? "" : `${id}-wrong`].join(" ").trim();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input
        id={id}
        className="input"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={wrong !== null}
        aria-describedby={described === "" ? undefined : described}
        autoComplete="off"
        {...input}
      />
      {wrong !== null && (
        <span className="wrong" id={`${id}-wrong`} role="alert">
          {wrong}
        </span>
      )}
    </div>
  );
}

export function TextArea({ label, hint, wrong = null, value, onChange, maxLength }: TextProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && <p className="hint">{hint}</p>}
      <textarea
        id={id}
        className="input"
        rows={4}
        value={value}
        maxLength={maxLength}
        onChange={(event) => onChange(event.target.value)}
      />
      {wrong !== null && (
        <span className="wrong" role="alert">
          {wrong}
        </span>
      )}
    </div>
  );
}

type Option<V extends string> = { readonly value: V; readonly word: string; readonly detail?: string | undefined };
type ChoiceProps<V extends string> = {
  readonly label: string;
  readonly hint?: string;
  readonly wrong?: string | null;
  readonly options: readonly Option<V>[];
};

/** One of a few. */
export function Choice<V extends string>(
  props: ChoiceProps<V> & { readonly value: V | null; readonly onChange: (value: V) => void },
) {
  const name = useId();
  return (
    <Group {...props}>
      {props.options.map((option) => (
        <label className="choice" key={option.value}>
          <input
            type="radio"
            name={name}
            checked={props.value === option.value}
            onChange={() => props.onChange(option.value)}
          />
          <OptionText {...option} />
        </label>
      ))}
    </Group>
  );
}

/** Any of a few. */
export function Several<V extends string>(
  props: ChoiceProps<V> & { readonly value: readonly V[]; readonly onChange: (value: readonly V[]) => void },
) {
  const { value, onChange } = props;
  const toggle = (one: V) => onChange(value.includes(one) ? value.filter((other) => other !== one) : [...value, one]);
  return (
    <Group {...props}>
      {props.options.map((option) => (
        <label className="choice" key={option.value}>
          <input type="checkbox" checked={value.includes(option.value)} onChange={() => toggle(option.value)} />
          <OptionText {...option} />
        </label>
      ))}
    </Group>
  );
}

const OptionText = ({ word, detail }: { readonly word: string; readonly detail?: string | undefined }) => (
  <span>
    {word}
    {detail !== undefined && <small>{detail}</small>}
  </span>
);

type GroupProps = {
  readonly label: string;
  readonly hint?: string;
  readonly wrong?: string | null;
  readonly children: ReactNode;
};

function Group({ label, hint, wrong, children }: GroupProps) {
  return (
    <fieldset>
      <legend>{label}</legend>
      {hint !== undefined && <p className="hint">{hint}</p>}
      {children}
      {wrong !== null && wrong !== undefined && (
        <span className="wrong" role="alert">
          {wrong}
        </span>
      )}
    </fieldset>
  );
}

/** What is known, name by value. */
export function Facts({ of }: { readonly of: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
