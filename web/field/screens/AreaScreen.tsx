import { useState } from "react";
import { useWords } from "../../shared/language.ts";
import { useSentence } from "../../shared/states.tsx";
import { Bar } from "../parts/Bar.tsx";
import { PlacePicker } from "../parts/PlacePicker.tsx";
import { usePlace } from "../parts/place.ts";
import { go, paths } from "../paths.ts";
import { carriedArea, carry } from "../store/copies.ts";
import { useLocal } from "../store/local.ts";
import { vaultWords } from "../words-vault.ts";

/** Digits of a village: more is too much for a phone. */
const VILLAGE = 12;

/** Which village or grid of the post's area this phone carries. */
export function AreaScreen() {
  const w = useWords(vaultWords);
  const sentence = useSentence();
  const area = useLocal(({ kept }) => kept.me?.value.post.area) ?? "";
  const carried = useLocal(() => carriedArea());
  const isReached = useLocal((local) => local.isReached);
  const [chosen, setChosen] = useState<string | null>(carried);
  const [error, setError] = useState<unknown>(null);
  const below = usePlace(chosen ?? (area.length >= VILLAGE ? area : null))?.children ?? [];
  const take = async (code: string) => {
    go(paths.mine);
    await carry(code).catch(setError);
  };
  return (
    <>
      <Bar title={w.chooseArea} back={paths.mine} />
      <div className="report">
        <p>{w.chooseAreaWhy}</p>
        {isReached === false && <p className="notice notice-warning">{w.areaNeedsNetwork}</p>}
        {area.length < VILLAGE && <PlacePicker label={w.carried} value={chosen} onChange={setChosen} within={area} />}
        {below.length > 0 && (
          <ul className="picker-found">
            {below.map(({ code, name }) => (
              <li key={code}>
                <button type="button" className="picker-one" onClick={() => setChosen(code)}>
                  <strong>{name}</strong>
                </button>
              </li>
            ))}
          </ul>
        )}
        {error !== null && (
          <p className="notice notice-refused" role="alert">
            {sentence(error)}
          </p>
        )}
        {chosen !== null && chosen.length >= VILLAGE && chosen !== carried && (
          <button
            type="button"
            className="button button-main button-wide"
            disabled={isReached === false}
            onClick={() => void take(chosen)}
          >
            {w.carryIt}
          </button>
        )}
      </div>
    </>
  );
}
