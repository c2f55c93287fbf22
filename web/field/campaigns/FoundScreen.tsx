import { useState } from "react";
import { v7 } from "uuid";
import { foundDoor } from "#capabilities/campaigns/contract.ts";
import { addDoor, doorCopy } from "#capabilities/households/contract.ts";
import { cellAmong } from "#capabilities/households/rules/cell.ts";
import { DOOR_KINDS } from "#capabilities/households/rules/kinds.ts";
import { NOWHERE } from "#capabilities/households/rules/walking.ts";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { go, paths } from "../paths.ts";
import { useCopies } from "../store/copies.ts";
import { give } from "../store/give.ts";
import { useLocal } from "../store/local.ts";
import { campaignWords } from "./words.ts";

const PIECES = ["building", "stair", "floor", "room", "villagerGroup", "doorNumber"] as const;
const NAMING = ["building", "villagerGroup", "doorNumber"] as const;
type Pieces = Readonly<Partial<Record<(typeof PIECES)[number], string>>>;

/** A door that the register lacks: it is registered, then taken into the campaign, in this order and both offline. */
export function FoundScreen({ campaignId }: { readonly campaignId: string }) {
  const w = useWords(campaignWords);
  const area = useLocal(({ kept }) => kept.me?.value.post.area) ?? "";
  const [ids] = useState(() => ({ door: v7(), found: v7() }));
  const place = area;
  const [kind, setKind] = useState<(typeof DOOR_KINDS)[number]>("dwelling");
  const [pieces, setPieces] = useState<Pieces>({});
  const [isTried, setTried] = useState(false);
  const [isNewBlock, setNewBlock] = useState(false);
  const register = useCopies(doorCopy);
  const isNamed = NAMING.some((name) => (pieces[name] ?? "").trim() !== "");
  const add = async () => {
    setTried(true);
    if (!isNamed) return;
    const said = Object.fromEntries(
      PIECES.flatMap((name) => {
        const text = (pieces[name] ?? "").trim();
        return text === "" ? [] : [[name, text]];
      }),
    );
    // The address list says what is inside the grid: a building or group that it lacks is asked about once.
    if (
      !isNewBlock &&
      register.size > 0 &&
      cellAmong(place, { ...NOWHERE, ...said }, register.values()).is !== "inside"
    )
      return setNewBlock(true);
    await give(addDoor, { place, kind, ...said }, { id: ids.door });
    await give(foundDoor, { campaignId, doorId: ids.door, place }, { id: ids.found, after: ids.door });
    go(paths.section("campaigns", campaignId), { instead: true });
  };
  return (
    <>
      <Bar title={w.found} back={paths.section("campaigns", campaignId)} />
      <section className="panel">
        <p className="quiet">{w.foundLead}</p>
        <OneOf label={w.kind} options={DOOR_KINDS} words={w.kinds} value={kind} onChange={setKind} />
        {PIECES.map((name) => (
          <label key={name} className="field">
            <span>{w[name]}</span>
            <input
              className="input"
              maxLength={40}
              value={pieces[name] ?? ""}
              onChange={({ target }) => {
                setPieces({ ...pieces, [name]: target.value });
                setNewBlock(false);
              }}
            />
          </label>
        ))}
        {isTried && !isNamed && <p role="alert">{w.foundWrong}</p>}
        {isNewBlock && <p role="alert">{w.newBlock}</p>}
        <button type="button" className="button button-main button-wide" onClick={() => void add()}>
          {isNewBlock ? w.isInside : w.addIt}
        </button>
      </section>
    </>
  );
}
