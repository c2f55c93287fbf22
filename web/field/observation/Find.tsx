import { useMemo, useState } from "react";
import { searchRegister } from "#capabilities/households/rules/search.ts";
import { addressText } from "#capabilities/households/rules/walking.ts";
import { useWords } from "../../shared/language.ts";
import { at as register } from "../households/places.ts";
import { useRegister, useSearchIndex } from "../households/register.ts";
import { Bar } from "../parts/Bar.tsx";
import { paths } from "../paths.ts";
import { useHomes } from "./here.ts";
import { SECTION } from "./List.tsx";
import { words } from "./words.ts";

const SHOWN = 30;

/** Whom to file, found in the household register by name, door or the last four of a number. */
export function FindScreen() {
  const w = useWords(words);
  const known = useRegister();
  const index = useSearchIndex(known);
  const observed = new Map(useHomes().homes.map((home) => [home.personKey, home.id]));
  const [query, setQuery] = useState("");
  const isAsked = query.trim() !== "";
  const people = useMemo(
    () =>
      (isAsked ? searchRegister(index, query, SHOWN) : []).flatMap(({ doorId, personIds }) => {
        const door = known.doors.get(doorId);
        const at = index.find((entry) => entry.door.doorId === doorId);
        // Found by the door alone: whoever lives behind it.
        const ids = personIds.length > 0 ? personIds : (at?.people.map(({ personId }) => personId) ?? []);
        return ids.flatMap((id) => {
          const person = known.persons.get(id);
          return person === undefined || door === undefined ? [] : [{ person, door }];
        });
      }),
    [index, known, query, isAsked],
  ).slice(0, SHOWN);
  return (
    <>
      <Bar title={w.find} back={paths.section(SECTION)} />
      <div className="pad">
        <label className="field">
          <span>{w.findAsk}</span>
          <input
            className="input"
            type="search"
            enterKeyHint="search"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </label>
        <p className="quiet" role="status">
          {known.persons.size === 0 ? w.findNoRegister : isAsked ? w.found(people.length) : w.findHint}
        </p>
      </div>
      <ul className="cards" aria-label={w.find}>
        {people.map(({ person, door }) => {
          const home = person.personKey === null ? undefined : observed.get(person.personKey);
          const href =
            person.personKey === null
              ? register.deed(door.doorId, "person", person.personId)
              : home === undefined
                ? paths.section(SECTION, "person", person.personId)
                : paths.section(SECTION, home);
          return (
            <li key={person.personId + door.doorId} className="card">
              <a className="card-link" href={href}>
                <span className="card-main">
                  {person.name ?? w.noName}
                  <span className="chevron" aria-hidden="true" />
                </span>
                <span className="card-why">{addressText(door)}</span>
                <span className="card-foot">
                  {person.personKey === null ? w.noDocument : home === undefined ? w.file : w.observedAlready}
                </span>
              </a>
            </li>
          );
        })}
      </ul>
    </>
  );
}
