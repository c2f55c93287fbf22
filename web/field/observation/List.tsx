import { useState } from "react";
import type { ObservationView } from "#capabilities/observation/contract.ts";
import { mineFirst } from "#capabilities/observation/rules/duties.ts";
import { useWords } from "../../shared/language.ts";
import { observationWords } from "../../shared/observation-words.ts";
import { Tier } from "../../shared/Tier.tsx";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { useDue, useNow } from "../parts/clock.ts";
import { usePlaceName } from "../parts/place.ts";
import { shortOf } from "../parts/short.ts";
import { paths } from "../paths.ts";
import { useLocal } from "../store/local.ts";
import { dayOfHome, undecidedOf, useHomes } from "./here.ts";
import { words } from "./words.ts";

export const SECTION = "observation";

/** Whose team: a seat of mine first, those of others under a filter. */
const WHOSE = ["own", "others"] as const;

/** My observed homes, and whom the inbox says to file. */
export function ListScreen() {
  const w = useWords(words);
  const { homes, hasMore } = useHomes();
  const own = homes.filter(({ mySeat }) => mySeat !== null);
  const others = homes.filter(({ mySeat }) => mySeat === null);
  const [chosen, setChosen] = useState<(typeof WHOSE)[number] | null>(null);
  const whose = chosen ?? (own.length > 0 ? "own" : "others");
  const shown = whose === "own" ? own : others;
  const role = useLocal(({ kept }) => kept.me?.value.post.role);
  return (
    <>
      <Bar title={w.title} back={paths.work} />
      <p className="pad quiet">{w.lead}</p>
      {own.length > 0 && others.length > 0 && (
        <div className="pad">
          <OneOf
            label={w.whose}
            options={WHOSE}
            words={{ own: w.own(own.length), others: w.others(others.length) }}
            value={whose}
            onChange={setChosen}
          />
        </div>
      )}
      {homes.length === 0 && <p className="empty">{w.none}</p>}
      <ul className="cards" aria-label={w.title}>
        {shown.map((home) => (
          <HomeCard key={home.id} home={home} />
        ))}
      </ul>
      {hasMore && (
        <p className="pad quiet">
          {w.hasMore} <a href={paths.area}>{w.chooseVillage}</a>
        </p>
      )}
      {role === "health-worker" && (
        <p className="pad">
          <a className="button button-wide" href={paths.section(SECTION, "incoming")}>
            {w.incoming}
          </a>
        </p>
      )}
      <ToFile observed={new Set(homes.map(({ personKey }) => personKey))} />
    </>
  );
}

function HomeCard({ home }: { readonly home: ObservationView }) {
  const w = useWords(words);
  const o = useWords(observationWords);
  const now = useNow();
  const place = usePlaceName(home.place);
  const [alarm] = home.alarms;
  // An officer's card names the officer's duty, a doctor's the doctor's.
  const [duty] = mineFirst(home.duties, home.mySeat);
  const due = useDue(alarm?.dueAt ?? duty?.dueAt ?? home.dueAt);
  return (
    <li className={`card card-${alarm === undefined ? "blue" : "red"}`}>
      <a className="card-link" href={paths.section(SECTION, home.id)}>
        <span className="card-main">
          {home.personKey === null ? w.hidden : w.resident(shortOf(home.personKey))}
          <span className="chevron" aria-hidden="true" />
        </span>
        {alarm !== undefined && <span className="observed-alarm">{o.alarm[alarm.kind]}</span>}
        {undecidedOf(home).length > 0 && <span className="card-why">{w.householdWaits(undecidedOf(home).length)}</span>}
        <span className="card-why">{`${o.day(dayOfHome(home, now), home.days)} · ${o.state[home.state]}`}</span>
        <span className="card-foot">
          <span className="card-place">{place}</span>
          <span className={`due due-${due.urgency}`}>
            {alarm === undefined && duty !== undefined ? `${o.duty[duty.kind]} · ${due.text}` : due.text}
          </span>
        </span>
      </a>
    </li>
  );
}

/** Red and yellow residents of the inbox who are not observed yet. */
function ToFile({ observed }: { readonly observed: ReadonlySet<string | null> }) {
  const w = useWords(words);
  const role = useLocal(({ kept }) => kept.me?.value.post.role);
  const inbox = useLocal(({ kept }) => (kept.me === undefined ? undefined : kept[`inbox/${kept.me.value.post.id}`]));
  if (role === "police-officer") return null;
  const tasks = (inbox?.value.tasks ?? []).filter(({ tier, personKey }) => tier !== "blue" && !observed.has(personKey));
  return (
    <section className="pad" aria-label={w.toFile}>
      <h2>{w.toFile}</h2>
      {tasks.length === 0 && <p className="quiet">{w.toFileNone}</p>}
      <ul className="observed-list">
        {tasks.map((task) => (
          <li key={task.id}>
            <a className="button button-wide" href={paths.section(SECTION, "file", task.id)}>
              <Tier tier={task.tier} />
              {` ${w.resident(shortOf(task.personKey))} · ${w.file}`}
            </a>
          </li>
        ))}
      </ul>
      <a className="button button-wide" href={paths.section(SECTION, "find")}>
        {w.find}
      </a>
    </section>
  );
}
