import { useState } from "react";
import { useWords } from "../../shared/language.ts";
import { useLocal } from "../store/local.ts";
import { attachWords } from "../words-attach.ts";
import { PlacePicker } from "./PlacePicker.tsx";
import { usePlaceName } from "./place.ts";

/** Digits of a village: the coarsest place that a record of the field may have. */
const VILLAGE = 12;
/** Digits of a grid: whoever has one has nothing to choose. */
const GRID = 15;

/** The post's own area, when a record may have it as its place. */
export const useOwnPlace = (): string | null => {
  const area = useLocal(({ kept }) => kept.me?.value.post.area ?? "");
  return area.length >= VILLAGE ? area : null;
};

type Props = { readonly value: string | null; readonly onChange: (place: string | null) => void };

/** Where it is: one's own grid, said by name; whoever has more than a grid may name another place of the area. */
export function GridHere({ value, onChange }: Props) {
  const w = useWords(attachWords);
  const area = useLocal(({ kept }) => kept.me?.value.post.area ?? "");
  const name = usePlaceName(value ?? area);
  const [isOther, setOther] = useState(value === null);
  if (isOther && area.length < GRID)
    return <PlacePicker label={w.where} value={value === area ? null : value} onChange={onChange} within={area} />;
  return (
    <section className="picker" aria-label={w.where}>
      <p className="form-label">{w.where}</p>
      <p className="picker-chosen">
        <strong>{name}</strong>
        {area.length < GRID && (
          <button type="button" className="button" onClick={() => setOther(true)}>
            {w.whereOther}
          </button>
        )}
      </p>
    </section>
  );
}
