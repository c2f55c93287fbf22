import { DOOR_STATES } from "#capabilities/campaigns/rules/doors.ts";
import { planOf } from "#capabilities/campaigns/rules/plan.ts";
import { NOWHERE } from "#capabilities/households/rules/walking.ts";
import { useWords } from "../../shared/language.ts";
import { paths } from "../paths.ts";
import type { DoorHere } from "./here.ts";
import { lookOf, SHAPE, useStateWord } from "./marks.tsx";
import { campaignWords } from "./words.ts";

/** The grid as one sees it: each stair by its floors, each street by its sides, each villager group as a row. */
export function Plan({ campaignId, doors }: { readonly campaignId: string; readonly doors: readonly DoorHere[] }) {
  const w = useWords(campaignWords);
  const word = useStateWord();
  const blocks = planOf(doors.map((one) => ({ ...NOWHERE, ...one.register, id: one.id, order: one.order, of: one })));
  return (
    <>
      {blocks.map(({ name, kind, rows }) => (
        <section key={name} className="panel plan-block" aria-label={name}>
          {name !== "" && <h2>{name}</h2>}
          {rows.map((row) => (
            <div key={row.name} className="plan-row">
              {kind !== "lane" && <span className="plan-row-name quiet">{row.name}</span>}
              <div className="plan-cells">
                {row.doors.map(({ id, room, doorNumber, of }) => (
                  <a
                    key={id}
                    className={`plan-cell door-${lookOf(of.door)}`}
                    href={paths.section("campaigns", campaignId, "door", id)}
                    aria-label={`${of.value.name} ${word(of.door)}`}
                  >
                    <span aria-hidden="true">{SHAPE[lookOf(of.door)]}</span>
                    <small>{room ?? doorNumber ?? of.value.ordinal}</small>
                  </a>
                ))}
              </div>
            </div>
          ))}
        </section>
      ))}
      <section className="panel" aria-label={w.legend}>
        <h2>{w.legend}</h2>
        <ul className="plan-legend">
          {DOOR_STATES.map((state) => (
            <li key={state}>
              <span className={`door-state door-${state}`}>{`${SHAPE[state]} ${w.state[state]}`}</span>
            </li>
          ))}
          <li>
            <span className="door-state door-REVISIT">{`${SHAPE.REVISIT} ${w.filter.revisit}`}</span>
          </li>
        </ul>
      </section>
    </>
  );
}
