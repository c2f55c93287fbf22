import { useState } from "react";
import { useWords } from "../../shared/language.ts";
import { Choice } from "../parts/fields.tsx";
import { Screen } from "../parts/Screen.tsx";
import { Missing } from "../parts/states.tsx";
import { paths } from "../paths.ts";
import { useMe } from "../store/me.ts";
import { Bring } from "./Bring.tsx";
import { Take } from "./Take.tsx";
import { elsewhereWords } from "./words.ts";

/** What crosses the border of the province with a person: reasons, taken along or brought. */
export function ElsewhereScreen() {
  const w = useWords(elsewhereWords);
  const me = useMe();
  const [chosen, setChosen] = useState<string | null>(null);
  const persons = me.data?.persons ?? [];
  const person = persons.find(({ personKey }) => personKey === chosen) ?? persons[0];
  return (
    <Screen title={w.title} back={paths.mine}>
      <p>{w.intro}</p>
      <Missing of={me} />
      {me.data !== null && person === undefined && <p className="notice">{w.none}</p>}
      {persons.length > 1 && (
        <Choice
          label={w.person}
          options={persons.map(({ personKey, name }) => ({ value: personKey, word: name }))}
          value={person?.personKey ?? null}
          onChange={setChosen}
        />
      )}
      {person !== undefined && (
        <>
          <Take key={`take ${person.personKey}`} personKey={person.personKey} />
          <Bring key={`bring ${person.personKey}`} personKey={person.personKey} />
        </>
      )}
    </Screen>
  );
}
