import { memo, useEffect, useMemo, useState } from "react";
import { type Hit, searchRegister } from "#capabilities/households/rules/search.ts";
import { addressText } from "#capabilities/households/rules/walking.ts";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { paths } from "../paths.ts";
import type { DoorView, Register } from "./overlay.ts";
import { at } from "./places.ts";
import { useRegister, useSearchIndex } from "./register.ts";
import { registerWords } from "./words.ts";

/** Rows drawn, and drawn more at a touch. */
const PAGE = 30;
/** Of them with the letter itself: what a phone's screen holds (households.css counts them too). The others follow when that stands. */
const FIRST = 5;

/** What was searched for last, so that "back" finds it: in memory only, it may be a name. */
let lastQuery = "";

/** Quick search over everything that the phone holds; without a word, the doors in walking order. */
export function SearchScreen() {
  const w = useWords(registerWords);
  const register = useRegister();
  const index = useSearchIndex(register);
  const [query, setQuery] = useState(lastQuery);
  const [shown, setShown] = useState(PAGE);
  const type = (text: string) => {
    lastQuery = text;
    setShown(PAGE);
    setQuery(text);
  };
  const isAsked = query.trim() !== "";
  const hits = useMemo(
    (): readonly Hit[] =>
      isAsked
        ? searchRegister(index, query, shown)
        : index.slice(0, shown).map(({ door }) => ({ doorId: door.doorId, personIds: [] })),
    [index, query, isAsked, shown],
  );
  const { drawn, areAll } = useFirstThenAll(hits);
  const { doors, persons } = register;
  return (
    <>
      <Bar title={w.title} back={paths.work} />
      <div className="pad">
        <label className="field">
          <span>{w.search}</span>
          <input
            className="input"
            type="search"
            enterKeyHint="search"
            value={query}
            onChange={(event) => type(event.target.value)}
          />
        </label>
        <p className="quiet" role="status">
          {doors.size === 0
            ? w.noRegister
            : isAsked
              ? hits.length === 0
                ? w.none
                : hits.length === shown
                  ? w.firstOf(shown)
                  : w.hits(hits.length)
              : w.searchHint(doors.size, persons.size)}
        </p>
      </div>
      <ul className={`cards door-list${areAll ? "" : " is-first"}`} aria-label={isAsked ? w.title : w.walking}>
        {drawn.map((hit, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a letter changes the words of a row; making rows anew costs a cheap phone a frame.
          <DoorRow key={row} register={register} hit={hit} />
        ))}
      </ul>
      {hits.length === shown && (
        <div className="pad">
          <button type="button" className="button button-wide" onClick={() => setShown(shown + PAGE)}>
            {w.showMore(PAGE)}
          </button>
        </div>
      )}
      <div className="dock">
        <a className="button" href={at.returns}>
          {w.returns}
        </a>
        <a className="button button-main" href={at.add}>
          {w.add}
        </a>
      </div>
    </>
  );
}

/**
 * The first rows in the frame of the letter, all of them once that frame stands on the screen. Until then the others are the
 * letter's before, out of sight: to change them afterwards costs less than to take them away and make them again.
 */
function useFirstThenAll(hits: readonly Hit[]): { readonly drawn: readonly Hit[]; readonly areAll: boolean } {
  const [standing, setStanding] = useState<readonly Hit[]>([]);
  useEffect(() => {
    let later: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      later = setTimeout(() => setStanding(hits));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(later);
    };
  }, [hits]);
  if (standing === hits || hits.length < FIRST) return { drawn: hits, areAll: true };
  return { drawn: [...hits.slice(0, FIRST), ...standing.slice(FIRST)], areAll: false };
}

function DoorRow({ register, hit }: { readonly register: Register; readonly hit: Hit }) {
  const door = register.doors.get(hit.doorId);
  if (door === undefined) return null;
  const names = hit.personIds.flatMap((id) => register.persons.get(id)?.name ?? []).join("、");
  return <Row door={door} names={names} />;
}

const Row = memo(function Row({ door, names }: { readonly door: DoorView; readonly names: string }) {
  const w = useWords(registerWords);
  return (
    <li className="card">
      <a className="door-row" href={at.door(door.doorId)}>
        <span className="door-address">{addressText(door) || w.kind[door.kind]}</span>
        <Marks door={door} />
        {names !== "" && <span className="quiet">{names}</span>}
      </a>
    </li>
  );
});

/** What a door is, in words: never a colour alone. */
export function Marks({ door }: { readonly door: DoorView }) {
  const w = useWords(registerWords);
  const marks = [
    w.kind[door.kind],
    ...(door.isVacant ? [w.vacant] : []),
    ...(door.isRented ? [w.rented] : []),
    ...(door.isShared ? [w.shared] : []),
    ...(door.isPending ? [w.pending] : []),
  ];
  return (
    <span className="door-marks">
      {marks.map((mark) => (
        <span key={mark} className="door-mark">
          {mark}
        </span>
      ))}
    </span>
  );
}
