import { useId, useRef } from "react";
import { Dictate } from "./Dictate.tsx";

type Props = {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly maxLength: number;
  /** Lines; one: a field of one line. */
  readonly rows?: number;
  readonly type?: "text" | "tel" | "date";
  readonly fault?: string | null;
};

/** Words that are typed, with their label above; more than a line of them may be spoken as well. */
export function Text({ label, hint, value, onChange, maxLength, rows = 1, type = "text", fault = null }: Props) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const described = [hint === undefined ? "" : `${id}-hint`, fault === null ? "" : `${id}-fault`].join(" ").trim();
  const shared = {
    id,
    className: "input",
    value,
    maxLength,
    "aria-invalid": fault !== null,
    ...(described === "" ? {} : { "aria-describedby": described }),
  };
  return (
    <div className="field">
      <label htmlFor={id} className="form-label">
        {label}
      </label>
      {rows > 1 ? (
        <>
          <textarea {...shared} ref={field} rows={rows} onChange={(event) => onChange(event.target.value)} />
          <Dictate value={value} onChange={onChange} maxLength={maxLength} field={field} />
        </>
      ) : (
        <input {...shared} type={type} autoComplete="off" onChange={(event) => onChange(event.target.value)} />
      )}
      {hint !== undefined && (
        <p className="quiet" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault !== null && (
        <p className="form-fault" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
