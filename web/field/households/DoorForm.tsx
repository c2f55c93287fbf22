import { useState } from "react";
import { v7 } from "uuid";
import { addDoor, type DoorParts, setDoor } from "#capabilities/households/contract.ts";
import { cellAmong } from "#capabilities/households/rules/cell.ts";
import { DOOR_KINDS, SIDES } from "#capabilities/households/rules/kinds.ts";
import { addressKey, NOTHING_SAID } from "#capabilities/households/rules/walking.ts";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { useMendedForm } from "../parts/kept-form.ts";
import { PlacePicker } from "../parts/PlacePicker.tsx";
import { go } from "../paths.ts";
import { give } from "../store/give.ts";
import { useLocal } from "../store/local.ts";
import { useMended } from "../store/mend.ts";
import { at } from "./places.ts";
import { useRegister } from "./register.ts";
import { registerWords } from "./words.ts";

const EMPTY: DoorParts = { kind: "dwelling", ...NOTHING_SAID };
const FRESH = { parts: EMPTY };
const NO_ADDRESS = addressKey(EMPTY);
const TEXTS = ["building", "stair", "floor", "room", "villagerGroup", "doorNumber"] as const;
/** What makes sense to ask of each kind, so that a shop is not asked for its stair. */
const ASKED: Readonly<Record<DoorParts["kind"], readonly (typeof TEXTS)[number][]>> = {
  dwelling: ["building", "stair", "floor", "room", "villagerGroup", "doorNumber"],
  shop: ["doorNumber", "building", "room"],
  dormitory: ["building", "floor", "room"],
  other: ["building", "room", "doorNumber"],
};
const VILLAGE_DIGITS = 12;
const GRID_DIGITS = 15;

export function AddDoorScreen() {
  const w = useWords(registerWords);
  const area = useLocal(({ kept }) => kept.copy?.area ?? kept.me?.value.post.area ?? "");
  const { doors } = useRegister();
  // Kept with every touch: a phone that dies in the stairwell has it still.
  const [{ parts }, keepForm, clearForm] = useMendedForm("households/add", FRESH, {
    command: addDoor,
    typed: (body) => ({ parts: typedOf(body) }),
  });
  const mended = useMended(addDoor);
  const setParts = (next: DoorParts) => keepForm({ parts: next });
  const [place, setPlace] = useState<string | null>(area.length >= GRID_DIGITS ? area : (mended?.body.place ?? null));
  const [id] = useState(() => v7());
  const [isTold, setTold] = useState(false);
  const [isNewBlock, setNewBlock] = useState(false);
  const key = addressKey(parts);
  const hasAddress = key !== NO_ADDRESS;
  const twin = hasAddress
    ? [...doors.values()].find((door) => door.place === place && addressKey(door) === key)
    : undefined;
  const save = async (isSecond: boolean) => {
    const where = place ?? (area.length >= VILLAGE_DIGITS ? area : null);
    if (!hasAddress || where === null || (twin !== undefined && !isSecond)) return setTold(true);
    // The address list says what is inside: a building or group that it lacks is asked about once.
    if (!isNewBlock && doors.size > 0 && cellAmong(where, parts, doors.values()).is !== "inside")
      return setNewBlock(true);
    await give(addDoor, { place: where, ...parts, isSecond }, { id });
    clearForm();
    go(at.door(id), { instead: true });
  };
  return (
    <>
      <Bar title={w.addTitle} back={at.search} />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        {area.length < GRID_DIGITS && (
          <PlacePicker label={w.where} hint={w.where} value={place} onChange={setPlace} within={area} />
        )}
        <Parts
          parts={parts}
          onChange={(part) => {
            setParts({ ...parts, ...part });
            setNewBlock(false);
          }}
        />
        <div className="dock">
          {isTold && !hasAddress && <p className="form-fault">{w.needAddress}</p>}
          {isNewBlock && (
            <p className="form-fault" role="alert">
              {w.newBlock}
            </p>
          )}
          {twin !== undefined && (
            <p className="form-fault">
              {w.twice} <a href={at.door(twin.doorId)}>{w.openThat}</a>
            </p>
          )}
          {twin === undefined ? (
            <button type="button" className="button button-main" onClick={() => void save(false)}>
              {isNewBlock ? w.isInside : w.save}
            </button>
          ) : (
            <button type="button" className="button" onClick={() => void save(true)}>
              {w.addAnyway}
            </button>
          )}
        </div>
      </form>
    </>
  );
}

/** What a command said of a door, over what it left out. */
const typedOf = (said: Partial<Record<keyof DoorParts, unknown>>): DoorParts =>
  Object.fromEntries(
    Object.entries(EMPTY).map(([part, nothing]) => [part, said[part as keyof DoorParts] ?? nothing]),
  ) as DoorParts;

export function EditDoorScreen({ doorId }: { readonly doorId: string }) {
  const door = useRegister().doors.get(doorId);
  const [before] = useState(door);
  if (before === undefined) return null;
  return <EditForm doorId={doorId} before={partsOf(before)} />;
}

const partsOf = (door: DoorParts): DoorParts =>
  Object.fromEntries(Object.keys(EMPTY).map((part) => [part, door[part as keyof DoorParts]])) as DoorParts;

function EditForm({ doorId, before }: { readonly doorId: string; readonly before: DoorParts }) {
  const w = useWords(registerWords);
  const mended = useMended(setDoor);
  const [parts, setParts] = useState((): DoorParts => ({ ...before, ...(mended?.body.parts as Partial<DoorParts>) }));
  const [isHeard, setHeard] = useState(mended?.body.isVerified === false);
  const changed = (Object.keys(EMPTY) as (keyof DoorParts)[]).filter((part) => parts[part] !== before[part]);
  const only = (of: DoorParts) => Object.fromEntries(changed.map((part) => [part, of[part]])) as Partial<DoorParts>;
  const save = async () => {
    if (changed.length > 0)
      await give(setDoor, { doorId, parts: only(parts), seen: only(before), isVerified: !isHeard });
    go(at.door(doorId), { instead: true });
  };
  return (
    <>
      <Bar title={w.editTitle} back={at.door(doorId)} />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        <Parts parts={parts} onChange={(part) => setParts({ ...parts, ...part })} />
        <Check label={w.heard} isOn={isHeard} onChange={setHeard} />
        <div className="dock">
          <button type="button" className="button button-main" onClick={() => void save()}>
            {w.save}
          </button>
        </div>
      </form>
    </>
  );
}

type PartsProps = { readonly parts: DoorParts; readonly onChange: (parts: Partial<DoorParts>) => void };

function Parts({ parts, onChange }: PartsProps) {
  const w = useWords(registerWords);
  return (
    <>
      <OneOf
        label={w.kindAsk}
        options={DOOR_KINDS}
        words={w.kind}
        value={parts.kind}
        onChange={(kind) => onChange({ kind })}
      />
      <div className="door-grid">
        {ASKED[parts.kind].map((part) => (
          <label key={part} className="field">
            <span>{w[part]}</span>
            <input
              className="input"
              value={parts[part] ?? ""}
              maxLength={40}
              autoComplete="off"
              onChange={(event) => onChange({ [part]: event.target.value.trim() === "" ? null : event.target.value })}
            />
          </label>
        ))}
      </div>
      {parts.kind === "shop" && (
        <OneOf
          label={w.sideAsk}
          options={SIDES}
          words={w.side}
          value={parts.side}
          onChange={(side) => onChange({ side })}
        />
      )}
      <label className="field">
        <span>{w.walkOrder}</span>
        <input
          className="input"
          inputMode="numeric"
          value={parts.walkOrder ?? ""}
          onChange={(event) => {
            const typed = event.target.value.replace(/\D/g, "").slice(0, 6);
            onChange({ walkOrder: typed === "" ? null : Number(typed) });
          }}
        />
      </label>
      <fieldset className="choices">
        <legend>{w.state}</legend>
        <div className="chips">
          <Check label={w.vacant} isOn={parts.isVacant} onChange={(isVacant) => onChange({ isVacant })} />
          <Check label={w.rented} isOn={parts.isRented} onChange={(isRented) => onChange({ isRented })} />
          <Check label={w.shared} isOn={parts.isShared} onChange={(isShared) => onChange({ isShared })} />
        </div>
      </fieldset>
    </>
  );
}

type CheckProps = { readonly label: string; readonly isOn: boolean; readonly onChange: (isOn: boolean) => void };

/** One thing that is so or not: a chip at a thumb's size. */
export function Check({ label, isOn, onChange }: CheckProps) {
  return (
    <label className="chip">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      <span className="chip-face">{label}</span>
    </label>
  );
}
