/** The few parts that these pages are made of. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { listNames } from "#capabilities/places/contract.ts";
import { query } from "../shared/api.ts";
import { useWords } from "../shared/language.ts";
import { Refused } from "../shared/states.tsx";
import { words } from "./words.ts";

/** Something that a page does; every open question is asked again after it. */
export function useDeed<Input, Result>(
  deed: (input: Input) => Promise<Result>,
  onDone?: (result: Result, input: Input) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: deed,
    onSuccess: (result, input) => onDone?.(result, input),
    onSettled: () => queries.invalidateQueries(),
  });
}

export const Failed = ({ of }: { readonly of: { readonly error: unknown } }) =>
  of.error === null ? null : <Refused error={of.error} />;

type SureProps = {
  readonly label: string;
  /** What is said to screen readers: of whom. */
  readonly of: string;
  readonly isBusy: boolean;
  readonly onSure: () => void;
};

/** A button whose deed is asked about once more. */
export function Sure({ label, of, isBusy, onSure }: SureProps) {
  const w = useWords(words);
  const [isAsked, setAsked] = useState(false);
  if (!isAsked) {
    return (
      <button type="button" className="ent-button" aria-label={`${label} ${of}`} onClick={() => setAsked(true)}>
        {label}
      </button>
    );
  }
  return (
    <span className="ent-row">
      <button
        type="button"
        className="ent-button ent-main"
        disabled={isBusy}
        aria-label={`${w.sure} ${label} ${of}`}
        onClick={() => {
          setAsked(false);
          onSure();
        }}
      >
        {w.sure}
      </button>
      <button type="button" className="ent-button" onClick={() => setAsked(false)}>
        {w.cancel}
      </button>
    </span>
  );
}

type FieldProps = {
  readonly label: ReactNode;
  readonly isMissing?: boolean;
  readonly children: (id: string) => ReactNode;
};

export function Field({ label, isMissing = false, children }: FieldProps) {
  const id = useId();
  return (
    <div className="ent-field">
      <label htmlFor={id} className={isMissing ? "ent-missing" : undefined}>
        {label}
        {isMissing && " *"}
      </label>
      {children(id)}
    </div>
  );
}

type TextProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: "text" | "number" | "date" | "tel" | "time";
  readonly isMissing?: boolean;
  readonly isDisabled?: boolean;
};

export const Text = ({ label, value, onChange, type = "text", isMissing = false, isDisabled = false }: TextProps) => (
  <Field label={label} isMissing={isMissing}>
    {(id) => (
      <input
        id={id}
        type={type}
        min={type === "number" ? 0 : undefined}
        value={value}
        disabled={isDisabled}
        aria-invalid={isMissing}
        onChange={({ target }) => onChange(target.value)}
      />
    )}
  </Field>
);

type ChoiceProps = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
  readonly isMissing?: boolean;
  readonly isDisabled?: boolean;
};

export function Choice({ label, value, options, onChange, isMissing = false, isDisabled = false }: ChoiceProps) {
  const { choose } = useWords(words);
  return (
    <Field label={label} isMissing={isMissing}>
      {(id) => (
        <select id={id} value={value} disabled={isDisabled} onChange={({ target }) => onChange(target.value)}>
          <option value="">{choose}</option>
          {options.map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** The digits of a township: a seat is registered there. */
const TOWNSHIP = 9;

/** A township, chosen step by step from the province of the register. */
export function PlacePick({ value, onChange }: { readonly value: string; readonly onChange: (code: string) => void }) {
  const { fields } = useWords(words);
  const steps = [0, 2, 4, 6].filter((digits) => digits <= value.length);
  return (
    <>
      {steps.map((digits) => (
        <PlaceStep
          key={digits}
          label={digits === 0 ? fields.place : `${fields.place} ${digits / 2 + 1}`}
          at={value.slice(0, digits)}
          value={value}
          onChange={onChange}
        />
      ))}
    </>
  );
}

type StepProps = {
  readonly label: string;
  readonly at: string;
  readonly value: string;
  readonly onChange: (code: string) => void;
};

function PlaceStep({ label, at, value, onChange }: StepProps) {
  const { data } = useQuery({ ...query(listNames, at === "" ? {} : { at }), staleTime: 3_600_000 });
  const items = data?.items ?? [];
  const chosen = items.find(({ code }) => value.startsWith(code))?.code ?? "";
  return (
    <Choice
      label={label}
      value={chosen}
      options={items.map(({ code, name }) => [code, name] as const)}
      onChange={(code) => onChange(code === "" ? at : code)}
    />
  );
}

export const isTownship = (code: string): boolean => code.length >= TOWNSHIP;
