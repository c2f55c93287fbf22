import { Modal } from "antd";
import { useState } from "react";
import { issueInstruction, RECEIVING_ROLES, supersedeInstruction } from "#capabilities/instructions/contract.ts";
import { send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { words as common } from "../../shared/words.ts";
import { useAct } from "../kit/act.tsx";
import { PlacePicker } from "../kit/PlacePicker.tsx";
import type { One } from "./types.ts";
import { words } from "./words.ts";

type Props = {
  readonly area: string;
  /** The instruction that the new text takes the place of. */
  readonly replaces?: One;
  readonly onClose: () => void;
};

const EMPTY = { title: "", body: "", legalBasis: "", due: "" };

/** Text from here to everybody of the roles named in an area within one's own. */
export function IssueDialog({ area, replaces, onClose }: Props) {
  const word = useWords(words);
  const { role } = useWords(common);
  const [text, setText] = useState(
    replaces === undefined
      ? EMPTY
      : { title: replaces.title, body: replaces.body, legalBasis: replaces.legalBasis, due: "" },
  );
  const [targetArea, setTarget] = useState(replaces?.targetArea ?? area);
  const [roles, setRoles] = useState<readonly (typeof RECEIVING_ROLES)[number][]>(
    replaces === undefined ? ["grid-worker"] : RECEIVING_ROLES.filter((one) => replaces.roles.includes(one)),
  );
  const [priority, setPriority] = useState<"ordinary" | "urgent">(replaces?.priority ?? "ordinary");
  const issuing = useAct(
    () => {
      const whole = {
        targetArea,
        roles: [...roles],
        title: text.title.trim(),
        body: text.body.trim(),
        legalBasis: text.legalBasis.trim(),
        priority,
        dueAt: text.due === "" ? null : `${text.due}:00+08:00`,
      };
      if (replaces === undefined) return send(issueInstruction, {}, whole);
      return send(supersedeInstruction, { instructionId: replaces.id }, whole);
    },
    { done: word.issued, onDone: onClose },
  );
  const isWhole = [text.title, text.body, text.legalBasis].every((one) => one.trim().length >= 2) && roles.length > 0;
  const set = (name: keyof typeof EMPTY) => ({
    value: text[name],
    onChange: ({ target }: { readonly target: { readonly value: string } }) =>
      setText({ ...text, [name]: target.value }),
  });
  return (
    <Modal
      open
      width={640}
      title={replaces === undefined ? word.issueTitle : word.supersedeTitle}
      okText={replaces === undefined ? word.issue : word.supersede}
      cancelText={word.cancel}
      okButtonProps={{ disabled: !isWhole, loading: issuing.isPending }}
      onOk={() => issuing.mutate(undefined)}
      onCancel={onClose}
    >
      <div className="stack">
        <label className="field">
          <span>{word.titleLabel}</span>
          <input className="input" maxLength={100} {...set("title")} />
        </label>
        <label className="field">
          <span>{word.body}</span>
          <textarea className="text-area" rows={5} maxLength={4000} {...set("body")} />
        </label>
        <label className="field">
          <span>{word.legalBasis}</span>
          <input className="input" maxLength={300} {...set("legalBasis")} />
        </label>
        <PlacePicker label={word.target} value={targetArea} within={area} onChange={setTarget} />
        <fieldset className="radios">
          <legend>{word.roles}</legend>
          {RECEIVING_ROLES.map((one) => (
            <label key={one} className="row">
              <input
                type="checkbox"
                checked={roles.includes(one)}
                onChange={({ target }) =>
                  setRoles(target.checked ? [...roles, one] : roles.filter((other) => other !== one))
                }
              />
              {role[one]}
            </label>
          ))}
        </fieldset>
        <div className="filters">
          <label className="field">
            <span>{word.priorityLabel}</span>
            <select
              className="input input-small"
              value={priority}
              onChange={({ target }) => setPriority(target.value === "urgent" ? "urgent" : "ordinary")}
            >
              <option value="ordinary">{word.priority.ordinary}</option>
              <option value="urgent">{word.priority.urgent}</option>
            </select>
          </label>
          <label className="field">
            <span>{word.due}</span>
            <input className="input input-small" type="datetime-local" {...set("due")} />
          </label>
        </div>
      </div>
    </Modal>
  );
}
