import { useMemo, useState } from "react";
import { v7 } from "uuid";
import { foundDoor } from "#capabilities/campaigns/contract.ts";
import { foundWhere } from "#capabilities/campaigns/rules/found.ts";
import { addDoor, doorCopy } from "#capabilities/households/contract.ts";
import { cellAmong } from "#capabilities/households/rules/cell.ts";
import { DOOR_KINDS } from "#capabilities/households/rules/kinds.ts";
import { NOWHERE } from "#capabilities/households/rules/walking.ts";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { useKeptForm } from "../parts/kept-form.ts";
import { PlacePicker } from "../parts/PlacePicker.tsx";
import { go, paths } from "../paths.ts";
import { useCopies } from "../store/copies.ts";
import { give } from "../store/give.ts";
import { useLocal } from "../store/local.ts";
import { type CampaignHere, hasEnded } from "./here.ts";
import { campaignWords } from "./words.ts";

const PIECES = ["building", "stair", "floor", "room", "villagerGroup", "doorNumber"] as const;
const NAMING = ["building", "villagerGroup", "doorNumber"] as const;
type Pieces = Readonly<Partial<Record<(typeof PIECES)[number], string>>>;
type Found = {
  readonly kind: (typeof DOOR_KINDS)[number];
  readonly pieces: Pieces;
  readonly chosen: string | null;
};
const NOTHING: Found = { kind: "dwelling", pieces: {}, chosen: null };
/** A grid is its own place: nothing is to be chosen. */
const GRID = 15;

/** A door that the register lacks: it is registered, then taken into the campaign, in this order and both offline. */
type Props = { readonly campaignId: string; readonly campaign: CampaignHere };
export function FoundScreen({ campaignId, campaign }: Props) {
  const w = useWords(campaignWords);
  const carried = useLocal(({ kept }) => kept.copy?.area ?? kept.me?.value.post.area) ?? "";
  const [ids] = useState(() => ({ door: v7(), found: v7() }));
  const [{ kind, pieces, chosen }, change, clear] = useKeptForm<Found>(`found/${campaignId}`, NOTHING);
  const [isTried, setTried] = useState(false);
  const [isNewBlock, setNewBlock] = useState(false);
  const register = useCopies(doorCopy);
  const grids = useMemo(() => [...new Set([...register.values()].map(({ place }) => place))], [register]);
  const where = foundWhere({ campaignArea: campaign.area, carried, chosen, grids });
  const isNamed = NAMING.some((name) => (pieces[name] ?? "").trim() !== "");
  const isOver = hasEnded(campaign);
  const fault = isOver
    ? w.foundEnded
    : where.is === "outside"
      ? w.foundOutside
      : !isNamed
        ? w.foundWrong
        : where.is === "choose"
          ? w.foundWhich
          : null;
  const add = async () => {
    setTried(true);
    // Refused here, before the register has a door that the campaign will not take.
    if (fault !== null || where.is !== "at") return;
    const { place } = where;
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
    clear();
    go(paths.section("campaigns", campaignId), { instead: true });
  };
  return (
    <>
      <Bar title={w.found} back={paths.section("campaigns", campaignId)} />
      <section className="panel">
        <p className="quiet">{w.foundLead}</p>
        <OneOf
          label={w.kind}
          options={DOOR_KINDS}
          words={w.kinds}
          value={kind}
          onChange={(one) => change({ kind: one })}
        />
        {carried.length < GRID && campaign.area.length < GRID && (
          <PlacePicker
            label={w.foundGrid}
            value={chosen}
            onChange={(code) => change({ chosen: code })}
            within={where.is === "choose" ? where.within : carried}
          />
        )}
        {PIECES.map((name) => (
          <label key={name} className="field">
            <span>{w[name]}</span>
            <input
              className="input"
              maxLength={40}
              value={pieces[name] ?? ""}
              onChange={({ target }) => {
                change({ pieces: { ...pieces, [name]: target.value } });
                setNewBlock(false);
              }}
            />
          </label>
        ))}
        {isTried && fault !== null && <p role="alert">{fault}</p>}
        {isNewBlock && <p role="alert">{w.newBlock}</p>}
        <button type="button" className="button button-main button-wide" onClick={() => void add()}>
          {isNewBlock ? w.isInside : w.addIt}
        </button>
      </section>
    </>
  );
}
