import { useState } from "react";
import { LanguageSwitch } from "../../shared/LanguageSwitch.tsx";
import { useWords } from "../../shared/language.ts";
import { openShift } from "../store/acts.ts";
import { go, useLocal } from "../store/local.ts";
import type { Kit, KitCheckpoint } from "../store/shapes.ts";
import { words } from "../words.ts";

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
const timeOf = (iso: string): string => clock.format(new Date(iso));

/** Before a shift: where, which lane, and what the colleague hands over. */
export function Choose() {
  const w = useWords(words);
  const me = useLocal((local) => local.kept.me);
  const kit = useLocal((local) => local.kept.kit);
  const [chosen, setChosen] = useState<string | null>(null);
  const checkpoints = kit?.checkpoints ?? [];
  const checkpoint =
    checkpoints.find((one) => one.id === chosen) ?? (checkpoints.length === 1 ? checkpoints[0] : undefined);
  return (
    <main className="screen">
      <header className="head">
        <h1>{w.chooseTitle}</h1>
        <LanguageSwitch />
      </header>
      <div className="body">
        <p className="lead">{w.greet(me?.displayName ?? "")}</p>
        {checkpoints.length === 0 && <p className="notice">{w.noCheckpoints}</p>}
        {checkpoints.map((one) => (
          <button
            key={one.id}
            type="button"
            className="act act-card"
            aria-pressed={one.id === checkpoint?.id}
            onClick={() => setChosen(one.id)}
          >
            <strong>{one.name}</strong>
            <span>{one.placeName ?? one.place}</span>
          </button>
        ))}
        {checkpoint !== undefined && kit !== undefined && (
          <Begin key={checkpoint.id} checkpoint={checkpoint} kit={kit} />
        )}
      </div>
    </main>
  );
}

function Begin({ checkpoint, kit }: { readonly checkpoint: KitCheckpoint; readonly kit: Kit }) {
  const w = useWords(words);
  const [lane, setLane] = useState(1);
  const handOvers = kit.handOvers.filter((one) => one.checkpointId === checkpoint.id);
  const turns = kit.roster.filter((one) => one.checkpointId === checkpoint.id);
  const begin = (takesOver: string | null, on = lane) =>
    void openShift({ checkpointId: checkpoint.id, lane: on, takesOver }).then(() => go("gate"));
  return (
    <>
      <section className="part">
        <h2>{w.pickLane}</h2>
        <fieldset className="pad-row" aria-label={w.pickLane}>
          {Array.from({ length: checkpoint.lanes }, (_, index) => index + 1).map((n) => (
            <button key={n} type="button" className="key" aria-pressed={n === lane} onClick={() => setLane(n)}>
              {n}
            </button>
          ))}
        </fieldset>
      </section>
      {handOvers.map((one) => (
        <section className="part hand-over" key={one.shiftId}>
          <h2>{`${w.handOverFrom(one.fromName ?? "")} · ${w.lane(one.lane)} · ${timeOf(one.closedAt)}`}</h2>
          <p>{w.headcountSaid(one.headcount)}</p>
          {one.notes !== "" && <p>{one.notes}</p>}
          {one.openMatters.length === 0 ? (
            <p className="hint">{w.noMatters}</p>
          ) : (
            <ul>
              {one.openMatters.map((matter) => (
                <li key={matter}>{matter}</li>
              ))}
            </ul>
          )}
          <button type="button" className="act act-main" onClick={() => begin(one.shiftId, one.lane)}>
            {w.handOverTake}
          </button>
        </section>
      ))}
      <button type="button" className="act act-main" onClick={() => begin(null)}>
        {`${w.begin} · ${w.lane(lane)}`}
      </button>
      <section className="part">
        <h2>{w.roster}</h2>
        {turns.length === 0 ? (
          <p className="hint">{w.noRoster}</p>
        ) : (
          <ul>
            {turns.map((turn) => (
              <li key={`${turn.postId} ${turn.from}`}>
                {`${timeOf(turn.from)}–${timeOf(turn.until)} ${w.lane(turn.lane)} ${turn.name ?? ""}`}
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
