import { Button, Modal } from "antd";
import { type ReactNode, useId, useState } from "react";
import { v7 } from "uuid";
import { proposeRecognition } from "#capabilities/credentials/contract-recognition.ts";
import { EXAMPLE_MAPPINGS } from "#capabilities/credentials/rules/recognition.ts";
import { send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { Refused } from "../../shared/states.tsx";
import { useAct } from "../kit/act.tsx";
import { faultInKeySet, faultInMapping, isKeySet, isMapping } from "./pasted.ts";
import { words } from "./words.ts";

const NOT_JSON = Symbol("not JSON");
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

/** What is wrong with a pasted part, in words; null: nothing, or nothing pasted yet. */
function useFault(): (text: string, faultIn: (value: unknown) => string | null) => string | null {
  const w = useWords(words);
  return (text, faultIn) => {
    if (text.trim() === "") return null;
    const value = parsed(text);
    if (value === NOT_JSON) return w.wrongJson;
    const path = faultIn(value);
    return path === null ? null : w.wrongShape(path);
  };
}

/** A proposal by pasting: the key set as the other province handed it over, and the table. */
export function ProposeDialog({ onClose }: { readonly onClose: () => void }) {
  const w = useWords(words);
  const faultOf = useFault();
  // Made once: pressed twice it is one proposal.
  const [id] = useState(() => v7());
  const [keySet, setKeySet] = useState("");
  const [mapping, setMapping] = useState("");
  const [note, setNote] = useState("");
  const [set, table] = [parsed(keySet), parsed(mapping)];
  const read = isKeySet(set) && isMapping(table) ? { id, keySet: set, mapping: table, note: note.trim() } : null;
  const proposing = useAct(
    async () => {
      if (read !== null) await send(proposeRecognition, {}, read);
    },
    { done: w.proposed, onDone: onClose },
  );
  return (
    <Modal
      open
      width={680}
      title={w.proposeTitle}
      okText={w.propose}
      cancelText={w.cancel}
      okButtonProps={{ disabled: read === null || read.note.length < 2, loading: proposing.isPending }}
      onOk={() => proposing.mutate(undefined)}
      onCancel={onClose}
    >
      <div className="stack">
        <Paste
          label={w.keySet}
          hint={w.keySetHint}
          fault={faultOf(keySet, faultInKeySet)}
          value={keySet}
          onChange={setKeySet}
        />
        <Paste label={w.table} fault={faultOf(mapping, faultInMapping)} value={mapping} onChange={setMapping} />
        <span className="row">
          {(["nanjing", "national"] as const).map((name) => (
            <Button key={name} size="small" onClick={() => setMapping(JSON.stringify(EXAMPLE_MAPPINGS[name], null, 2))}>
              {w.example[name]}
            </Button>
          ))}
        </span>
        <label className="field">
          <span>{w.noteField}</span>
          <input className="input" maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />
        </label>
        {proposing.error !== null && <Refused error={proposing.error} />}
      </div>
    </Modal>
  );
}

type PasteProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly fault: string | null;
  readonly value: string;
  readonly onChange: (text: string) => void;
};

function Paste({ label, hint, fault, value, onChange }: PasteProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && <span className="quiet">{hint}</span>}
      <textarea
        id={id}
        className="input mono"
        rows={6}
        spellCheck={false}
        value={value}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : `${id}-fault`}
        onChange={({ target }) => onChange(target.value)}
      />
      {fault !== null && (
        <span id={`${id}-fault`} role="alert">
          {fault}
        </span>
      )}
    </div>
  );
}
