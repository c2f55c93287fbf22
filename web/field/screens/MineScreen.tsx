import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { figures } from "#capabilities/rollups/contract.ts";
import { visitsOfPlace } from "#capabilities/visits/contract.ts";
import { signOut } from "#capabilities/workers/contract.ts";
import { hasInbox } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { LanguageSwitch } from "../../shared/LanguageSwitch.tsx";
import { useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { keptTerminal } from "../../shared/terminal.ts";
import { words as common } from "../../shared/words.ts";
import { useNow } from "../parts/clock.ts";
import { OnPhone } from "../parts/OnPhone.tsx";
import { usePlace, usePlaceName } from "../parts/place.ts";
import { paths } from "../paths.ts";
import { useLocal } from "../store/local.ts";
import { isTyped, tasksHere } from "../store/outbox-rules.ts";
import type { Who } from "../store/shapes.ts";
import { eraseVault, openHeader } from "../store/vault.ts";
import { mineWords } from "../words-mine.ts";

/** Digits of a village: figures are counted by village and upwards; a grid is finer, and the village is not its worker's to see. */
const VILLAGE = 12;

const FIGURES_AGAIN_MS = 30_000;

/** Who I am here, what today amounts to, leave, language, and the way out. */
export function MineScreen() {
  const w = useWords(mineWords);
  const who = useLocal(({ kept }) => kept.me?.value);
  if (who === undefined) return null;
  return (
    <>
      <header className="head">
        <div>
          <h1>{who.displayName}</h1>
          <Duty who={who} />
        </div>
        <LanguageSwitch />
      </header>
      <Grid area={who.post.area} />
      {hasInbox(who.post.role) && <MyDay who={who} />}
      {hasInbox(who.post.role) && who.post.area.length <= VILLAGE && <VillageDay area={who.post.area} />}
      <nav className="rows" aria-label={w.duty}>
        <a className="row" href={paths.away}>
          {w.awayLink}
          <span className="chevron" aria-hidden="true" />
        </a>
      </nav>
      <OnPhone />
      <p className="quiet pad">{keptTerminal()?.username === who.username ? w.terminal : w.noTerminal}</p>
      <SignOut />
    </>
  );
}

function Duty({ who }: { readonly who: Who }) {
  const { role } = useWords(common);
  return <p className="quiet">{`${role[who.post.role]} · ${who.post.organisation}`}</p>;
}

function Grid({ area }: { readonly area: string }) {
  const { myGrid, households } = useWords(mineWords);
  const { count } = useFormat();
  const place = usePlace(area);
  const name = usePlaceName(area);
  return (
    <section className="panel" aria-label={myGrid}>
      <h2>{myGrid}</h2>
      <p>{name}</p>
      {place?.households != null && <p className="quiet">{households(count(place.households))}</p>}
    </section>
  );
}

function MyDay({ who }: { readonly who: Who }) {
  const w = useWords(mineWords);
  const now = useNow();
  const inbox = useLocal(({ kept }) => kept[`inbox/${who.post.id}`]);
  const outbox = useLocal((local) => local.outbox);
  const open = tasksHere(inbox?.value.tasks ?? [], outbox).filter(({ standing }) => standing === "open");
  const asked = useQuery({
    ...query(visitsOfPlace, { place: who.post.area, day: platformToday() }),
    refetchInterval: FIGURES_AGAIN_MS,
  });
  const own = asked.data?.visits.filter(({ byPost, correctedBy }) => byPost === who.post.id && correctedBy === null);
  const numbers = [
    [w.open, open.length],
    [w.overdue, open.filter(({ dueAt }) => instant(dueAt) < now).length],
    [w.reports, own?.length],
    [w.doors, own?.filter(({ manner }) => manner === "door").length],
    [w.persons, own?.reduce((sum, { personsMet }) => sum + personsMet, 0)],
  ] as const;
  return (
    <section className="panel" aria-label={w.myToday}>
      <h2>{w.myToday}</h2>
      <Numbers numbers={numbers} />
      {asked.data === undefined && !asked.isPending && <p className="quiet">{w.figuresOffline}</p>}
    </section>
  );
}

function Numbers({ numbers }: { readonly numbers: readonly (readonly [string, number | undefined])[] }) {
  const { count } = useFormat();
  return (
    <dl className="numbers">
      {numbers.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === undefined ? "–" : count(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function VillageDay({ area }: { readonly area: string }) {
  const w = useWords(mineWords);
  const { moment } = useFormat();
  const asked = useQuery({
    ...query(figures, { place: area }),
    refetchInterval: FIGURES_AGAIN_MS,
    retry: false,
  });
  if (asked.data === undefined) return null;
  const { own, asOf } = asked.data;
  return (
    <section className="panel" aria-label={w.villageToday}>
      <h2>{w.villageToday}</h2>
      <Numbers
        numbers={[
          [w.visits, own.values["visit"] ?? 0],
          [w.persons, own.values["visit.person"] ?? 0],
          [w.covered, own.coverage.reached],
        ]}
      />
      <p className="quiet">{w.asOf(moment(asOf.at))}</p>
    </section>
  );
}

/** Signing out erases what is on the phone; what has not been sent is named first. */
function SignOut() {
  const w = useWords(mineWords);
  const unsent = useLocal((local) => local.outbox.filter(({ command }) => isTyped(command)).length + local.drafts.size);
  const [isAsking, setAsking] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const leave = async () => {
    try {
      // First the server: a phone without network would otherwise stay signed in, with nothing to show it.
      await send(signOut, {}, {});
    } catch {
      setFailed(true);
      return;
    }
    const vault = openHeader();
    if (vault !== null) await eraseVault(vault.id, "signed-out");
    location.assign("/");
  };
  if (!isAsking)
    return (
      <button type="button" className="button button-wide" onClick={() => setAsking(true)}>
        {w.signOut}
      </button>
    );
  return (
    <div className="notice notice-warning" role="alert">
      <p>{unsent > 0 ? w.signOutUnsent(unsent) : w.signOutSure}</p>
      {hasFailed && <p>{w.needsNetwork}</p>}
      <div className="actions">
        {unsent > 0 && (
          <a className="button button-main" href={paths.outbox}>
            {w.sendNow}
          </a>
        )}
        <button type="button" className="button" onClick={() => void leave()}>
          {unsent > 0 ? w.signOutAnyway : w.signOutYes}
        </button>
        <button type="button" className="button" onClick={() => setAsking(false)}>
          {w.no}
        </button>
      </div>
    </div>
  );
}
