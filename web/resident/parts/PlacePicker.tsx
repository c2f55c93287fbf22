import { useState } from "react";
import { listNames } from "#capabilities/places/contract.ts";
import { CODE_LENGTH, parentOf } from "#kernel/places.ts";
import { useWords } from "../../shared/language.ts";
import { useAnswer } from "../store/ask.ts";
import { declareWords } from "../words-declare.ts";
import { usePlaceName } from "./place.ts";
import { Missing } from "./states.tsx";

export type Picked = { readonly code: string; readonly name: string };

type Props = {
  readonly label: string;
  readonly hint?: string;
  readonly wrong?: string | null;
  readonly value: Picked | null;
  readonly onChange: (picked: Picked | null) => void;
  /** How fine it must be: an origin is known to the county, an address to the village (and its grid, if known). */
  readonly atLeast: "city" | "county" | "village";
  readonly atMost: "county" | "grid";
  /** Choosing starts in the province of this platform, not with all of China. */
  readonly startsHome?: boolean;
};

/** A place chosen step by step by touching names, from the province down; every step can be taken back. */
export function PlacePicker({
  label,
  hint,
  wrong = null,
  value,
  onChange,
  atLeast,
  atMost,
  startsHome = false,
}: Props) {
  const w = useWords(declareWords).picker;
  const [chosenAt, setAt] = useState<string | null>(value === null ? null : parentOf(value.code));
  const [isOpen, setOpen] = useState(value === null);
  const root = useAnswer(listNames, isOpen && startsHome && chosenAt === null ? {} : null);
  const at = chosenAt ?? (startsHome ? (root.data?.home ?? "") : "");
  const answer = useAnswer(listNames, isOpen ? (at === "" ? {} : { at }) : null);
  const chain = at === "" ? [] : (answer.data?.chain ?? []);
  const path = chain.map(({ name }) => name).join("");
  const pick = (one: { code: string; name: string; hasMore: boolean }) => {
    const isEnough = one.code.length >= CODE_LENGTH[atLeast];
    if (isEnough) onChange({ code: one.code, name: path + one.name });
    if (one.hasMore && one.code.length < CODE_LENGTH[atMost]) setAt(one.code);
    else setOpen(false);
  };
  if (!isOpen && value !== null) {
    return (
      <fieldset>
        <legend>{label}</legend>
        <div className="row card">
          <strong>
            <PlaceName of={value} />
          </strong>
          <button type="button" className="button" onClick={() => setOpen(true)}>
            {w.change}
          </button>
        </div>
      </fieldset>
    );
  }
  return (
    <fieldset>
      <legend>{label}</legend>
      {hint !== undefined && <p className="hint">{hint}</p>}
      {at !== "" && (
        <nav className="crumbs" aria-label={w.path}>
          <button type="button" className="button" onClick={() => setAt("")}>
            {w.all}
          </button>
          {chain.map((one) => (
            <button key={one.code} type="button" className="button" onClick={() => setAt(one.code)}>
              {one.name}
            </button>
          ))}
        </nav>
      )}
      {value !== null && (
        <p role="status">
          <PlaceName of={value} isChosen />{" "}
          <button type="button" className="button" onClick={() => setOpen(false)}>
            {w.enough}
          </button>
        </p>
      )}
      <Missing of={answer} />
      <ul className="picker-list">
        {homeFirst(answer.data?.items ?? [], answer.data?.home ?? "").map((one) => (
          <li key={one.code}>
            <button type="button" className="button" aria-pressed={value?.code === one.code} onClick={() => pick(one)}>
              {one.name}
            </button>
          </li>
        ))}
      </ul>
      {wrong !== null && (
        <span className="wrong" role="alert">
          {wrong}
        </span>
      )}
    </fieldset>
  );
}

/** Most people come from, or live in, the platform's own province: it stands first among the provinces. */
const homeFirst = <P extends { readonly code: string }>(items: readonly P[], home: string): readonly P[] =>
  [...items].sort((a, b) => Number(b.code === home) - Number(a.code === home));

/** Known values come as codes: their names are looked up when they are shown. */
export function PlaceName({ of, isChosen = false }: { readonly of: Picked; readonly isChosen?: boolean }) {
  const { chosen } = useWords(declareWords).picker;
  const found = usePlaceName(of.name === "" ? of.code : null);
  const name = of.name === "" ? (found ?? of.code) : of.name;
  return <>{isChosen ? chosen(name) : name}</>;
}
