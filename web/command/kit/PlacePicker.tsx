import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useId, useState } from "react";
import { search } from "#capabilities/places/contract.ts";
import { query } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { PlaceLine } from "./place.tsx";
import { words } from "./words.ts";

type Props = {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (code: string) => void;
  /** Search in this area only. */
  readonly within: string;
};

/** Finds a place by its name; what is found says where it lies. */
export function PlacePicker({ label, value, onChange, within }: Props) {
  const { searchHint, found, noneFound, chosen } = useWords(words);
  const [typed, setTyped] = useState("");
  const asked = useDeferredValue(typed.trim());
  const id = useId();
  const { data } = useQuery({
    ...query(search, { q: asked, within, limit: 8 }),
    enabled: asked !== "",
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  return (
    <div className="field">
      <label htmlFor={id}>
        <strong>{label}</strong>
      </label>
      {value !== null && (
        <p>
          <span className="quiet">{`${chosen} `}</span>
          <PlaceLine code={value} />
        </p>
      )}
      <input
        id={id}
        className="input"
        placeholder={searchHint}
        value={typed}
        autoComplete="off"
        onChange={({ target }) => setTyped(target.value)}
      />
      {asked !== "" && data && (
        <ul className="picker" aria-label={found}>
          {data.items.length === 0 && <li className="quiet">{noneFound}</li>}
          {data.items.map((place) => (
            <li key={place.code}>
              <button
                type="button"
                onClick={() => {
                  onChange(place.code);
                  setTyped("");
                }}
              >
                {place.name}
                <span className="quiet">{` ${place.parents.map(({ name }) => name).join(" › ")}`}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
