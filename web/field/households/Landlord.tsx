import { landlordReported } from "#capabilities/households/contract.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { give, useGiven } from "../store/give.ts";
import type { DoorView } from "./overlay.ts";
import { at } from "./places.ts";
import { registerWords } from "./words.ts";

/** Who lets the door, and what he still has to do. */
export function Landlord({ door }: { readonly door: DoorView }) {
  const w = useWords(registerWords);
  const format = useFormat();
  const today = platformToday();
  const waiting = useGiven(landlordReported).filter((one) => one.body.doorId === door.doorId);
  const { landlord, doorId } = door;
  if (landlord === null && !door.isRented)
    return (
      <div className="pad">
        <a className="button" href={at.deed(doorId, "landlord")}>
          {w.setLandlord}
        </a>
      </div>
    );
  return (
    <section className="door-part" aria-label={w.landlordTitle}>
      <h2>{w.landlordTitle}</h2>
      {landlord !== null && (
        <p>
          {w.landlord(landlord.name ?? w.hiddenName)}
          <span className="quiet">{` · ${w.since(format.day(landlord.sinceOn))}`}</span>
          {landlord.phone !== null && (
            <>
              {" · "}
              <a href={`tel:${landlord.phone}`}>{landlord.phone}</a>
            </>
          )}
        </p>
      )}
      <ul className="door-people" aria-label={w.duties}>
        {(landlord?.duties ?? [])
          .filter(({ duty }) => !waiting.some((one) => one.body.duty === duty && one.refusal === null))
          .map(({ duty, dueOn, householdId }) => (
            <li key={`${duty}/${householdId}`}>
              <span className="door-person">
                {w.duty[duty]}
                <span className={today > dueOn ? "form-fault" : "quiet"}>
                  {today > dueOn ? w.overdue(format.shortDay(dueOn)) : w.dueOn(format.shortDay(dueOn))}
                </span>
              </span>
              <button
                type="button"
                className="button"
                onClick={() => void give(landlordReported, { doorId, duty, doneOn: today })}
              >
                {w.dutyDone}
                <span className="visually-hidden">{w.duty[duty]}</span>
              </button>
            </li>
          ))}
      </ul>
      <a className="button" href={at.deed(doorId, "landlord")}>
        {w.setLandlord}
      </a>
    </section>
  );
}
