import { lazy, Suspense, useEffect, useMemo } from "react";
import type { doorCopy, personCopy } from "#capabilities/households/contract.ts";
import { CODE_LENGTH } from "#kernel/places.ts";
import { instant } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { useDue, useNow } from "../parts/clock.ts";
import { Instructions } from "../parts/Instructions.tsx";
import { Pull } from "../parts/Pull.tsx";
import { TaskCard } from "../parts/TaskCard.tsx";
import { useCopiesOf } from "../store/copies.ts";
import { here, keep, useLocal } from "../store/local.ts";
import { type TaskHere, tasksHere } from "../store/outbox-rules.ts";
import { refresh } from "../store/sync.ts";
import { inWalkingOrder, type WalkOf, walkBy, walksOf } from "../store/walking.ts";
import { words } from "../words.ts";

/** Nothing of it is needed for the list: loaded once that stands and the register is read. */
const AlsoToday = lazy(async () => ({ default: (await import("./AlsoToday.tsx")).AlsoToday }));

/** Today: who is to be contacted, soonest due first; instructions from above on top. */
export function InboxScreen() {
  const w = useWords(words);
  const { moment } = useFormat();
  const inbox = useLocal(({ kept }) => (kept.me === undefined ? undefined : kept[`inbox/${kept.me.value.post.id}`]));
  const outbox = useLocal((local) => local.outbox);
  const sent = useLocal((local) => local.sent);
  const fresh = useLocal((local) => local.fresh);
  const isRefreshing = useLocal((local) => local.isRefreshing);
  // A post of more than a village holds no copy to count in.
  const isCounted = useLocal(
    ({ areCopiesRead, kept }) => areCopiesRead && (kept.me?.value.post.area.length ?? 0) >= CODE_LENGTH.village,
  );
  const tasks = tasksHere(inbox?.value.tasks ?? [], outbox);
  const byHour = tasks.filter(({ standing }) => standing === "open");
  const { open, canWalk, isWalking, setWalking } = useOrder(byHour);
  const arrived = open.filter(({ id }) => fresh.has(id)).length;
  const inHand = tasks.filter(({ standing }) => standing !== "open");
  return (
    <Pull onPull={refresh}>
      <header className="head">
        <div>
          <h1>{w.residents}</h1>
          {inbox !== undefined && (
            <p className="quiet">{isRefreshing ? w.refreshing : w.refreshed(moment(inbox.at))}</p>
          )}
        </div>
        <button type="button" className="button" disabled={isRefreshing} onClick={() => void refresh()}>
          {w.refresh}
        </button>
      </header>
      {inbox !== undefined && <Instructions instructions={inbox.value.instructions} />}
      <p className="visually-hidden" role="status">
        {arrived > 0 && w.arrived(arrived)}
      </p>
      {open.length > 0 && <Summary open={byHour} />}
      {canWalk && (
        <button
          type="button"
          className="button button-wide"
          aria-pressed={isWalking}
          onClick={() => setWalking(!isWalking)}
        >
          {isWalking ? w.byHour : w.byWalk}
        </button>
      )}
      <ul className="cards">
        {open.map((task) => (
          <TaskCard key={task.id} task={task} />
        ))}
        {inHand.map((task) => (
          <TaskCard key={task.id} task={task} />
        ))}
      </ul>
      {open.length === 0 && (
        <p className="empty">
          {inbox === undefined ? w.notLoaded : sent.length + inHand.length > 0 ? w.allDone : w.noneYet}
        </p>
      )}
      {isCounted && (
        <Suspense>
          <AlsoToday />
        </Suspense>
      )}
    </Pull>
  );
}

/** By the hour, or along the doors as the register on this phone has them; red stays by the hour. */
function useOrder(byHour: readonly TaskHere[]) {
  const walkOf = useWalks(byHour);
  const isWalking = useLocal(({ kept }) => kept.isWalking === true);
  const canWalk = byHour.length > 1 && byHour.some(({ personKey }) => walkOf(personKey) !== null);
  const setWalking = (is: boolean) => keep({ isWalking: is });
  return { open: canWalk && isWalking ? inWalkingOrder(byHour, walkOf) : byHour, canWalk, isWalking, setWalking };
}

/** From the register once it is read; until then as it was remembered, so that no card moves under the thumb. */
function useWalks(tasks: readonly TaskHere[]): WalkOf {
  const persons = useCopiesOf<typeof personCopy>("person");
  const doors = useCopiesOf<typeof doorCopy>("door");
  const isRead = useLocal((local) => local.areCopiesRead);
  const remembered = useLocal(({ kept }) => kept.walks);
  const today = platformToday();
  const keys = tasks.map(({ personKey }) => personKey).join();
  const known = useMemo(
    () => (isRead ? walkBy(persons, doors, today, new Set(keys.split(","))) : null),
    [isRead, persons, doors, today, keys],
  );
  useEffect(() => {
    if (known === null) return;
    const walks = walksOf(tasks, known);
    if (JSON.stringify(walks) !== JSON.stringify(here().kept.walks ?? {})) keep({ walks });
  }, [known, tasks]);
  return known ?? ((personKey) => remembered?.[personKey] ?? null);
}

function Summary({ open }: { readonly open: readonly TaskHere[] }) {
  const { residentsCount, overdueCount, nextDue } = useWords(words);
  const now = useNow();
  const overdue = open.filter(({ dueAt }) => instant(dueAt) < now).length;
  const next = useDue(open[0]?.dueAt ?? "");
  return (
    <p className="summary">
      <strong>{residentsCount(open.length)}</strong>
      {overdue > 0 ? (
        <span className="due due-over">{overdueCount(overdue)}</span>
      ) : (
        <span className="quiet">{nextDue(next.text)}</span>
      )}
    </p>
  );
}
