import type { ReactNode } from "react";
import { useWords } from "../../shared/language.ts";
import { go } from "../store/local.ts";
import { words } from "../words.ts";

/** A screen beside the gate: its name, a way back, its content. */
export function Frame({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const w = useWords(words);
  return (
    <main className="screen">
      <header className="head">
        <button type="button" className="act act-back" onClick={() => go("gate")}>
          {w.back}
        </button>
        <h1>{title}</h1>
      </header>
      <div className="body">{children}</div>
    </main>
  );
}

type FieldProps = {
  readonly label: string;
  readonly name: string;
  readonly hint?: string | null;
  readonly value?: string;
  readonly isRequired?: boolean;
  readonly inputMode?: "text" | "numeric" | "tel";
  readonly type?: string;
  readonly max?: number;
  readonly autoComplete?: string;
  readonly onChange?: (value: string) => void;
};

export function Field(props: FieldProps) {
  const {
    label,
    name,
    hint = null,
    value,
    isRequired = false,
    inputMode = "text",
    type = "text",
    max = 80,
    onChange,
  } = props;
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className="input"
        name={name}
        type={type}
        inputMode={inputMode}
        maxLength={max}
        required={isRequired}
        autoComplete={props.autoComplete ?? "off"}
        {...(value === undefined ? {} : { value })}
        {...(onChange === undefined ? {} : { onChange: (event) => onChange(event.target.value) })}
      />
      {hint !== null && <small className="hint">{hint}</small>}
    </label>
  );
}

/** What a form's field says, trimmed. */
export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
};
export const countOf = (form: FormData, name: string): number => {
  const n = Number.parseInt(textOf(form, name), 10);
  return Number.isFinite(n) && n >= 0 ? n : 0;
};
