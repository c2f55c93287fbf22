import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { search } from "#capabilities/places/contract.ts";
import { query } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { useLocal } from "../store/local.ts";
import type { NearPlace } from "../store/memory.ts";
import { reportWords } from "../words-report.ts";
import { usePlaceName } from "./place.ts";

type Props = {
  readonly label: string;
  readonly hint?: string;
  readonly value: string | null;
  readonly onChange: (code: string | null) => void;
  /** The place to search in; the province when not said, since people leave for anywhere. */
  readonly within: string;
};

const SHOWN = 8;
const NONE: readonly NearPlace[] = [];

/** A place by its name. What was chosen is shown with its way to be taken back. */
export function PlacePicker({ label, hint, value, onChange, within }: Props) {
  const { searchPlace, searchOffline, searchNear, noSuchPlace, chosen, remove } = useWords(reportWords);
  const isReached = useLocal((local) => local.isReached);
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const found = useQuery({ ...query(search, { q, within, limit: SHOWN }), enabled: q.length >= 2, staleTime: 60_000 });
  const near = useLocal(({ kept }) => kept.near?.value) ?? NONE;
  // What the phone has itself comes first; the server's answer adds the others.
  const here =
    q === "" ? NONE : near.filter((one) => one.name.includes(q) && one.code.startsWith(within)).slice(0, SHOWN);
  const others = (found.data?.items ?? [])
    .filter(({ code }) => !here.some((one) => one.code === code))
    .map(({ code, name, parents }) => ({
      code,
      name,
      above: parents
        .slice(1)
        .map((one) => one.name)
        .join(" "),
    }));
  const isNothing = here.length === 0 && (found.data?.items.length === 0 || (isReached === false && q !== ""));
  return (
    <div className="picker">
      <p className="form-label">{label}</p>
      {hint !== undefined && <p className="quiet">{hint}</p>}
      {value === null ? (
        <>
          <input
            className="input"
            type="search"
            aria-label={`${label}：${searchPlace}`}
            placeholder={searchPlace}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          {isReached === false && <p className="quiet">{near.length === 0 ? searchOffline : searchNear}</p>}
          {isNothing && <p className="quiet">{noSuchPlace}</p>}
          <ul className="picker-found">
            {[...here, ...others].map((place) => (
              <li key={place.code}>
                <button type="button" className="picker-one" onClick={() => onChange(place.code)}>
                  <strong>{place.name}</strong>
                  <span className="quiet">{place.above}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="picker-chosen">
          <span className="visually-hidden">{chosen}</span>
          <PlaceName code={value} />
          <button type="button" className="button" onClick={() => onChange(null)}>
            {remove}
          </button>
        </p>
      )}
    </div>
  );
}

function PlaceName({ code }: { readonly code: string }) {
  return <strong>{usePlaceName(code)}</strong>;
}
