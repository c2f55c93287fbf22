import { useState } from "react";
import { removeDoor } from "#capabilities/households/contract.ts";
import { END_REASONS } from "#capabilities/households/rules/kinds.ts";
import { addressText } from "#capabilities/households/rules/walking.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { AskedAtDoor } from "../parts/AskedAtDoor.tsx";
import { Bar } from "../parts/Bar.tsx";
import { go, paths } from "../paths.ts";
import { give } from "../store/give.ts";
import { useLocal } from "../store/local.ts";
import { KnownFacts } from "./KnownFacts.tsx";
import { Landlord } from "./Landlord.tsx";
import { behind, type HouseholdView, type PersonView } from "./overlay.ts";
import { at } from "./places.ts";
import { useRegister } from "./register.ts";
import { Marks } from "./SearchScreen.tsx";
import { DoorUses } from "./Uses.tsx";
import { registerWords } from "./words.ts";

/** One door: who lives here since when, who did, what is known and who asked, what is to be done. */
export function DoorScreen({ doorId }: { readonly doorId: string }) {
  const w = useWords(registerWords);
  const format = useFormat();
  const register = useRegister();
  const door = register.doors.get(doorId);
  if (door === undefined)
    return (
      <>
        <Bar title={w.title} back={at.search} />
        <p className="empty">{w.none}</p>
      </>
    );
  const homes = behind(register, doorId, platformToday());
  const there = homes.filter(({ isThere }) => isThere);
  const gone = homes.filter(({ isThere }) => !isThere);
  const people = there.flatMap((home) => home.people);
  return (
    <>
      <Bar title={addressText(door) || w.kind[door.kind]} back={at.search} />
      <div className="pad">
        <Marks door={door} />
        {door.lastAsked == null && (
          <p className="quiet">
            {door.lastVisitedAt === null ? w.neverVisited : w.visited(format.moment(door.lastVisitedAt))}
          </p>
        )}
        <Tasks people={people} />
      </div>
      <AskedAtDoor doorId={doorId} />
      <section className="door-part" aria-label={w.livesHere}>
        <h2>{w.livesHere}</h2>
        {there.length === 0 && <p className="quiet">{w.nobody}</p>}
        {there.map(({ household, people: living }) => (
          <Home key={household.householdId} doorId={doorId} household={household} people={living} />
        ))}
      </section>
      <KnownFacts
        subjects={[
          doorId,
          ...there.map(({ household }) => household.householdId),
          ...people.map((one) => one.personId),
        ]}
        register={register}
        place={door.place}
        doorId={doorId}
      />
      <Landlord door={door} />
      {gone.length > 0 && (
        <section className="door-part" aria-label={w.left}>
          <h2>{w.left}</h2>
          <ul className="entries">
            {gone.map(({ household }) => (
              <li key={household.householdId} className="entry">
                <HomeLine household={household} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <DoorUses
        subjects={[
          doorId,
          ...homes.map(({ household }) => household.householdId),
          ...people.map((one) => one.personId),
        ]}
      />
      <Remove doorId={doorId} />
      <div className="dock">
        <a className="button" href={at.deed(doorId, "edit")}>
          {w.edit}
        </a>
        <a className="button button-main" href={at.deed(doorId, "move-in")}>
          {w.moveIn}
        </a>
      </div>
    </>
  );
}

function Home({
  doorId,
  household,
  people,
}: {
  readonly doorId: string;
  readonly household: HouseholdView;
  readonly people: readonly PersonView[];
}) {
  const w = useWords(registerWords);
  const { householdId } = household;
  return (
    <div className="entry">
      <HomeLine household={household} />
      <ul className="door-people">
        {people.map((one) => (
          <li key={one.personId}>
            <PersonLine person={one} householdId={householdId} />
            <a className="button" href={at.deed(doorId, "person", one.personId)}>
              {w.correct}
            </a>
          </li>
        ))}
      </ul>
      <div className="actions">
        <a className="button" href={at.deed(doorId, "move-in", householdId)}>
          {w.joinIn}
        </a>
        <a className="button" href={at.deed(doorId, "move-out", householdId)}>
          {w.moveOut}
        </a>
      </div>
    </div>
  );
}

function HomeLine({ household }: { readonly household: HouseholdView }) {
  const w = useWords(registerWords);
  const format = useFormat();
  const { kind, tenure, sinceOn, untilOn, isPending } = household;
  return (
    <p>
      {[
        w.householdKind[kind],
        w.tenure[tenure],
        sinceOn === null ? w.sinceUnknown : w.since(format.day(sinceOn)),
        ...(untilOn === null ? [] : [w.until(format.day(untilOn))]),
        ...(isPending ? [w.pending] : []),
      ].join(" · ")}
    </p>
  );
}

function PersonLine({ person, householdId }: { readonly person: PersonView; readonly householdId: string }) {
  const w = useWords(registerWords);
  const relation = person.stays.find((stay) => stay.householdId === householdId)?.relation;
  const about = [
    ...(relation === undefined ? [] : [w.relation[relation]]),
    ...(person.sex === null ? [] : [w.sex[person.sex]]),
    ...(person.bornYear === null ? [] : [w.born(person.bornYear)]),
    ...person.residence.map((kind) => w.residence[kind]),
    ...(person.lastFour === null ? [] : [w.lastFour(person.lastFour)]),
    ...(person.isPending ? [w.pending] : []),
  ];
  return (
    <span className="door-person">
      <strong>{person.name ?? w.hiddenName}</strong>
      <span className="quiet">{about.join(" · ")}</span>
      {person.isElsewhere && <span className="notice notice-warning">{w.elsewhere}</span>}
    </span>
  );
}

/** Open tasks of the inbox about somebody who lives here. */
function Tasks({ people }: { readonly people: readonly PersonView[] }) {
  const w = useWords(registerWords);
  const tasks = useLocal(({ kept }) =>
    kept.me === undefined ? undefined : kept[`inbox/${kept.me.value.post.id}`]?.value.tasks,
  );
  const keys = new Map(people.flatMap((one) => (one.personKey === null ? [] : [[one.personKey, one.name] as const])));
  const open = (tasks ?? []).filter((task) => keys.has(task.personKey));
  if (open.length === 0) return null;
  return (
    <ul className="entries" aria-label={w.tasks}>
      {open.map((task) => (
        <li key={task.id}>
          <a className="button button-wide" href={paths.task(task.id)}>
            {w.openTask(keys.get(task.personKey) ?? w.hiddenName)}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Remove({ doorId }: { readonly doorId: string }) {
  const w = useWords(registerWords);
  const [isAsking, setAsking] = useState(false);
  return (
    <div className="pad">
      <button type="button" className="button" aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
        {w.remove}
      </button>
      {isAsking && (
        <fieldset className="choices">
          <legend>{w.removeAsk}</legend>
          <div className="actions">
            {END_REASONS.map((reason) => (
              <button
                key={reason}
                type="button"
                className="button"
                onClick={async () => {
                  await give(removeDoor, { doorId, reason });
                  go(at.search, { instead: true });
                }}
              >
                {w.removeWhy[reason]}
              </button>
            ))}
          </div>
        </fieldset>
      )}
    </div>
  );
}
