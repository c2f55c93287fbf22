/** Dialogs of the life of grids; each deed keeps its reason in the history of places. */
import { Button } from "antd";
import { useState } from "react";
import { createGrid, mergeGrids, renameGrid, retireGrid, splitGrid } from "#capabilities/places/contract.ts";
import { send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { words } from "./words-grids.ts";

type Named = { readonly code: string; readonly name: string };
type Closes = { readonly onClose: () => void };
type OfGrid = Closes & { readonly grid: Named };

type NameProps = { readonly label: string; readonly value: string; readonly onChange: (name: string) => void };

const NameField = ({ label, value, onChange }: NameProps) => (
  <label className="field">
    <span>{label}</span>
    <input className="input" maxLength={100} value={value} onChange={({ target }) => onChange(target.value)} />
  </label>
);

export function CreateDialog({ village, onClose }: Closes & { readonly village: string }) {
  const word = useWords(words);
  const [name, setName] = useState("");
  const [households, setHouseholds] = useState("");
  const creating = useAct(
    (reason: string) =>
      send(
        createGrid,
        { code: village },
        { name: name.trim(), households: households === "" ? null : Number(households), reason },
      ),
    { done: word.createDone, onDone: onClose },
  );
  return (
    <ReasonDialog
      title={word.create}
      okText={word.create}
      isPending={creating.isPending}
      isWhole={name.trim() !== ""}
      onOk={creating.mutate}
      onClose={onClose}
    >
      <NameField label={word.grid} value={name} onChange={setName} />
      <label className="field">
        <span>{word.households}</span>
        <input
          className="input"
          type="number"
          min={0}
          max={100_000}
          value={households}
          onChange={({ target }) => setHouseholds(target.value)}
        />
      </label>
    </ReasonDialog>
  );
}

export function RenameDialog({ grid, onClose }: OfGrid) {
  const word = useWords(words);
  const [name, setName] = useState(grid.name);
  const renaming = useAct((reason: string) => send(renameGrid, { code: grid.code }, { name: name.trim(), reason }), {
    done: word.renameDone,
    onDone: onClose,
  });
  return (
    <ReasonDialog
      title={word.renameTitle(grid.name)}
      okText={word.rename}
      isPending={renaming.isPending}
      isWhole={name.trim() !== "" && name.trim() !== grid.name}
      onOk={renaming.mutate}
      onClose={onClose}
    >
      <p className="quiet">{word.renameNote}</p>
      <NameField label={word.name} value={name} onChange={setName} />
    </ReasonDialog>
  );
}

export function RetireDialog({ grid, others, onClose }: OfGrid & { readonly others: readonly Named[] }) {
  const word = useWords(words);
  const [successor, setSuccessor] = useState("");
  const retiring = useAct(
    (reason: string) =>
      send(retireGrid, { code: grid.code }, { successor: successor === "" ? null : successor, reason }),
    { done: word.retireDone, onDone: onClose },
  );
  return (
    <ReasonDialog
      isDanger
      title={word.retireTitle(grid.name)}
      okText={word.retire}
      isPending={retiring.isPending}
      onOk={retiring.mutate}
      onClose={onClose}
    >
      <p className="quiet">{word.retireNote}</p>
      <label className="field">
        <span>{word.successor}</span>
        <select className="input" value={successor} onChange={({ target }) => setSuccessor(target.value)}>
          <option value="">{word.noSuccessor}</option>
          {others.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </ReasonDialog>
  );
}

type MergeProps = Closes & { readonly village: string; readonly grids: readonly Named[] };

export function MergeDialog({ village, grids, onClose }: MergeProps) {
  const word = useWords(words);
  const [name, setName] = useState("");
  const merging = useAct(
    (reason: string) =>
      send(
        mergeGrids,
        { code: village },
        { codes: grids.map(({ code }) => code), into: { name: name.trim() }, reason },
      ),
    { done: word.mergeDone, onDone: onClose },
  );
  return (
    <ReasonDialog
      title={word.mergeTitle(grids.map((one) => one.name).join("、"))}
      okText={word.merge}
      isPending={merging.isPending}
      isWhole={name.trim() !== ""}
      onOk={merging.mutate}
      onClose={onClose}
    >
      <p className="quiet">{word.mergeNote}</p>
      <NameField label={word.grid} value={name} onChange={setName} />
    </ReasonDialog>
  );
}

type Part = { readonly name: string; readonly share: string };
const EMPTY: Part = { name: "", share: "50" };
/** As many as the contract takes. */
const PARTS_AT_MOST = 20;

export function SplitDialog({ grid, onClose }: OfGrid) {
  const word = useWords(words);
  const { count } = useFormat();
  const [parts, setParts] = useState<readonly Part[]>([EMPTY, EMPTY]);
  const sum = parts.reduce((total, { share }) => total + Number(share), 0);
  const set = (index: number, part: Partial<Part>) =>
    setParts(parts.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const splitting = useAct(
    (reason: string) =>
      send(
        splitGrid,
        { code: grid.code },
        { into: parts.map(({ name, share }) => ({ name: name.trim(), share: Number(share) })), reason },
      ),
    { done: word.splitDone, onDone: onClose },
  );
  return (
    <ReasonDialog
      title={word.splitTitle(grid.name)}
      okText={word.split}
      isPending={splitting.isPending}
      isWhole={sum === 100 && parts.every(({ name }) => name.trim() !== "")}
      onOk={splitting.mutate}
      onClose={onClose}
    >
      <p className="quiet">{word.splitNote}</p>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are only added at the end and have no other name yet.
        <div key={index} className="split-part">
          <NameField
            label={word.newName(count(index + 1))}
            value={part.name}
            onChange={(name) => set(index, { name })}
          />
          <label className="field">
            <span>{word.share}</span>
            <input
              className="input"
              type="number"
              min={0}
              max={100}
              aria-label={word.shareOf(count(index + 1))}
              value={part.share}
              onChange={({ target }) => set(index, { share: target.value })}
            />
          </label>
        </div>
      ))}
      <p className="row">
        <Button disabled={parts.length >= PARTS_AT_MOST} onClick={() => setParts([...parts, { name: "", share: "0" }])}>
          {word.another}
        </Button>
        {sum !== 100 && (
          <span className="quiet" role="status">
            {word.sharesLeft(count(sum))}
          </span>
        )}
      </p>
    </ReasonDialog>
  );
}
