import { useState } from "react";
import { confirmPerson, endPerson, showMe } from "#capabilities/residents/contract.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Facts, TextField } from "../parts/fields.tsx";
import { usePlaceName } from "../parts/place.ts";
import { Screen } from "../parts/Screen.tsx";
import { Missing, Refused, useDeed } from "../parts/states.tsx";
import { go, paths } from "../paths.ts";
import { act, refresh } from "../store/ask.ts";
import { type Me, type Person, useMe } from "../store/me.ts";
import { words } from "../words.ts";
import { accountWords } from "../words-account.ts";

/** Everyone whose code this account carries, and those who have yet to agree. */
export function PeopleScreen() {
  const w = useWords(accountWords).people;
  const me = useMe();
  const persons = me.data?.persons ?? [];
  const hasSelf = persons.some(({ relation }) => relation === "self");
  return (
    <Screen title={w.title}>
      <p>{w.intro}</p>
      <Missing of={me} />
      {me.data !== null && persons.length === 0 && <p className="notice">{w.none}</p>}
      <ul className="list">
        {persons.map((person) => (
          <li key={person.personKey}>
            <a className="link-row" href={paths.person(person.personKey)}>
              <PersonLine person={person} />
            </a>
          </li>
        ))}
      </ul>
      {me.data?.awaiting.map((one) => (
        <Awaiting key={one.claimId} {...one} />
      ))}
      <a className="button button-main" href={paths.addPerson}>
        {hasSelf ? w.add : w.addSelf}
      </a>
    </Screen>
  );
}

export function PersonLine({ person }: { readonly person: Person }) {
  const w = useWords(accountWords).people;
  const format = useFormat();
  return (
    <span>
      <strong>{person.name}</strong> {person.lastFour} <span className="badge">{w.short[person.relation]}</span>
      <br />
      <span className="quiet">
        {person.declaredAt === null ? w.notDeclared : w.declaredAt(format.moment(person.declaredAt))}
        {!person.hasPhone && ` · ${w.noPhone}`}
      </span>
    </span>
  );
}

/** The adult's own one-time code, read out or passed on by himself. */
function Awaiting({ claimId, name }: Me["awaiting"][number]) {
  const w = useWords(accountWords);
  const [code, setCode] = useState("");
  const confirming = useDeed(async () => {
    await act(confirmPerson, {}, { claimId, code });
    await refresh(showMe, {});
  });
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        confirming.run();
      }}
    >
      <h2>{w.people.awaiting(name)}</h2>
      <p className="quiet">{w.people.awaitingHow}</p>
      <TextField
        label={w.signIn.code}
        hint={w.signIn.codeHint}
        value={code}
        onChange={(text) => setCode(text.replaceAll(/\D/g, "").slice(0, 6))}
        inputMode="numeric"
      />
      <Refused error={confirming.error} />
      <button type="submit" className="button button-main" disabled={code.length !== 6 || confirming.isBusy}>
        {w.people.confirm}
      </button>
    </form>
  );
}

/** One person: what is known, what can be done for him. */
export function PersonScreen({ personKey }: { readonly personKey: string }) {
  const w = useWords(accountWords);
  const me = useMe();
  const person = me.data?.persons.find((one) => one.personKey === personKey);
  if (person === undefined) {
    return (
      <Screen title={w.people.title} back={paths.people}>
        <Missing of={me} />
      </Screen>
    );
  }
  return (
    <Screen title={person.name} back={paths.people}>
      {person.isUnderReview && <p className="notice notice-warning">{w.people.underReview}</p>}
      <PersonFacts person={person} />
      <ul className="list">
        {(
          [
            ["code", paths.code(personKey)],
            ["declare", paths.declare(personKey)],
            ["checkIn", paths.checkIn(personKey)],
            ["history", paths.history(personKey)],
            ["log", paths.log(personKey)],
          ] as const
        ).map(([action, href]) => (
          <li key={action}>
            <a className="link-row" href={href}>
              {w.people.actions[action]}
            </a>
          </li>
        ))}
      </ul>
      <Remove person={person} />
    </Screen>
  );
}

function PersonFacts({ person }: { readonly person: Person }) {
  const w = useWords(accountWords);
  const place = usePlaceName(person.place);
  return (
    <div className="card">
      <Facts
        of={[
          [w.add.relation, w.people.short[person.relation]],
          [w.people.document, `${w.add.documents[person.document]} ····${person.lastFour}`],
          ...(place === null ? [] : ([[w.people.place, place]] as const)),
          [w.people.applied, w.people.appliedBy[person.appliedBy]],
        ]}
      />
    </div>
  );
}

function Remove({ person }: { readonly person: Person }) {
  const w = useWords(accountWords).people;
  const { cancel } = useWords(words);
  const [isAsked, setAsked] = useState(false);
  const word = person.relation === "self" ? w.removeSelf : w.remove;
  const removing = useDeed(async () => {
    await act(endPerson, { personKey: person.personKey });
    await refresh(showMe, {});
    go(paths.people, { instead: true });
  });
  if (!isAsked) {
    return (
      <button type="button" className="button button-danger" onClick={() => setAsked(true)}>
        {word}
      </button>
    );
  }
  return (
    <div className="card" role="alertdialog" aria-label={word}>
      <p>{w.removeSure(person.name)}</p>
      <Refused error={removing.error} />
      <div className="row">
        <button type="button" className="button" onClick={() => setAsked(false)}>
          {cancel}
        </button>
        <button type="button" className="button button-danger" disabled={removing.isBusy} onClick={removing.run}>
          {word}
        </button>
      </div>
    </div>
  );
}
