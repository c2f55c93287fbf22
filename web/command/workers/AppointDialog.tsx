import { App, Button, Modal } from "antd";
import { useState } from "react";
import { appoint } from "#capabilities/workers/contract.ts";
import { APPOINTMENTS } from "#capabilities/workers/rules/appoint.ts";
import { DEPARTMENTS, ROLES, type Role } from "#kernel/actor.ts";
import { levelOf } from "#kernel/places.ts";
import { send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { words as common } from "../../shared/words.ts";
import { useAct } from "../kit/act.tsx";
import { PlacePicker } from "../kit/PlacePicker.tsx";
import { words as kitWords } from "../kit/words.ts";
import { words } from "./words-staff.ts";

/** As the contract has it (rules/staff.ts). */
const USERNAME = /^[a-z0-9][a-z0-9._-]{2,59}$/;

/** Opens the dialog; the button stands for centres that may appoint anybody at all. */
export function Appoint({ area }: { readonly area: string }) {
  const { appoint: label } = useWords(words);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{label}</Button>
      {isOpen && <AppointDialog area={area} onClose={() => setOpen(false)} />}
    </>
  );
}

/** The posts that a centre of this level may give. */
const rolesOf = (area: string): readonly Role[] => {
  const level = levelOf(area);
  return ROLES.filter((role) => level !== null && APPOINTMENTS[role].appointedFrom?.includes(level) === true);
};

function AppointDialog({ area, onClose }: { readonly area: string; readonly onClose: () => void }) {
  const word = useWords(words);
  const { cancel } = useWords(kitWords);
  const { role: roleWord, department: departmentWord } = useWords(common);
  const { post } = useMe();
  const { message } = App.useApp();
  const [role, setRole] = useState<Role>("grid-worker");
  const [place, setPlace] = useState(area);
  const [given, setGiven] = useState({ username: "", displayName: "", organisation: post.organisation });
  const [department, setDepartment] = useState("");
  const [isPrimary, setPrimary] = useState(false);
  const username = given.username.trim().toLowerCase();
  const appointing = useAct(
    async () => {
      const { isNewAccount } = await send(
        appoint,
        {},
        {
          username,
          displayName: given.displayName.trim(),
          organisation: given.organisation.trim(),
          role,
          area: place,
          department: DEPARTMENTS.find((one) => one === department) ?? null,
          isPrimary: role === "grid-worker" && isPrimary,
        },
      );
      void message.success(isNewAccount ? word.appointedNew : word.appointed);
    },
    { onDone: onClose },
  );
  const isWhole =
    USERNAME.test(username) && [given.displayName, given.organisation].every((text) => text.trim() !== "");
  const field = (name: keyof typeof given, most: number) => (
    <label className="field">
      <span>{word[name]}</span>
      <input
        className="input"
        maxLength={most}
        autoComplete="off"
        value={given[name]}
        onChange={({ target }) => setGiven({ ...given, [name]: target.value })}
      />
    </label>
  );
  return (
    <Modal
      open
      width={600}
      title={word.appointTitle}
      okText={word.appoint}
      cancelText={cancel}
      okButtonProps={{ disabled: !isWhole, loading: appointing.isPending }}
      onOk={() => appointing.mutate(undefined)}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="quiet">{word.appointNote}</p>
        {field("username", 60)}
        {field("displayName", 60)}
        <label className="field">
          <span>{word.role}</span>
          <select
            className="input"
            value={role}
            onChange={({ target }) => setRole(ROLES.find((one) => one === target.value) ?? role)}
          >
            {rolesOf(post.area).map((one) => (
              <option key={one} value={one}>
                {roleWord[one]}
              </option>
            ))}
          </select>
        </label>
        <PlacePicker label={word.area} value={place} within={area} onChange={setPlace} />
        {field("organisation", 100)}
        <label className="field">
          <span>{word.department}</span>
          <select className="input" value={department} onChange={({ target }) => setDepartment(target.value)}>
            <option value="">{word.noDepartment}</option>
            {DEPARTMENTS.map((one) => (
              <option key={one} value={one}>
                {departmentWord[one]}
              </option>
            ))}
          </select>
        </label>
        {role === "grid-worker" && (
          <label className="row">
            <input type="checkbox" checked={isPrimary} onChange={({ target }) => setPrimary(target.checked)} />
            {word.primary}
          </label>
        )}
      </div>
    </Modal>
  );
}
