import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Modal } from "antd";
import { useState } from "react";
import { proposeRuleSet } from "#capabilities/intake/contract.ts";
import { send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { isRefusal } from "../../shared/refusal.ts";
import { Refused } from "../../shared/states.tsx";
import { words } from "./words.ts";

type Fault = { readonly path: string; readonly message: string };

const isFault = (value: unknown): value is Fault =>
  typeof value === "object" && value !== null && "path" in value && "message" in value;

/** Thrown when the text is not JSON at all. */
class NotJson extends Error {}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new NotJson("not JSON", { cause });
  }
}

/** A whole document as JSON; each fault comes back with its path. */
export function ProposeDialog({ onClose }: { readonly onClose: () => void }) {
  const word = useWords(words);
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const proposing = useMutation({
    mutationFn: async () => send(proposeRuleSet, {}, parse(text)),
    onSuccess: async () => {
      void message.success(word.proposedDone);
      onClose();
      await queries.invalidateQueries();
    },
  });
  const { error } = proposing;
  const listed = isRefusal(error) ? error.facts["faults"] : null;
  const faults = Array.isArray(listed) ? listed.filter(isFault) : [];
  return (
    <Modal
      open
      width={760}
      title={word.proposeTitle}
      okText={word.propose}
      cancelText={word.cancel}
      okButtonProps={{ disabled: text.trim() === "", loading: proposing.isPending }}
      onOk={() => proposing.mutate()}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="quiet">{word.proposeNote}</p>
        <label className="field">
          <span>{word.json}</span>
          <textarea
            className="text-area mono"
            rows={16}
            spellCheck={false}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </label>
        {error instanceof NotJson && (
          <p className="notice notice-refused" role="alert">
            {word.notJson}
          </p>
        )}
        {error !== null && !(error instanceof NotJson) && <Refused error={error} />}
        {faults.length > 0 && (
          <div className="notice notice-refused">
            <strong>{word.faults}</strong>
            <ul>
              {faults.map(({ path, message: what }) => (
                <li key={`${path} ${what}`}>
                  <span className="mono">{path}</span>
                  {` ${what}`}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Modal>
  );
}
