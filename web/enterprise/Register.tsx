import { useState } from "react";
import { register } from "#capabilities/enterprises/contract.ts";
import { normaliseUscc, usccFault } from "#kernel/uscc.ts";
import { send } from "../shared/api.ts";
import { useWords } from "../shared/language.ts";
import { Failed, Text, useDeed } from "./parts.tsx";
import { EMPTY_REGISTRATION, isWhole, RegistrationFields, registrationOf } from "./Registration.tsx";
import { words } from "./words.ts";

/** Registers an organisation: its code is checked while it is typed. */
export function Register() {
  const w = useWords(words);
  const [uscc, setUscc] = useState("");
  const [typed, setTyped] = useState(EMPTY_REGISTRATION);
  const registering = useDeed(
    () => send(register, {}, { ...registrationOf(typed), uscc }),
    ({ id }) => {
      location.hash = `#/e/${id}/apply`;
    },
  );
  const isCodeWrong = uscc.length >= 18 && usccFault(normaliseUscc(uscc)) !== null;
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        registering.mutate(undefined);
      }}
    >
      <h1>{w.register}</h1>
      <div className="ent-fields">
        <Text label={w.fields.uscc} value={uscc} isMissing={isCodeWrong} onChange={setUscc} />
        <RegistrationFields typed={typed} onChange={setTyped} />
      </div>
      <Failed of={registering} />
      <button
        type="submit"
        className="ent-button ent-main"
        disabled={uscc.trim() === "" || isCodeWrong || !isWhole(typed) || registering.isPending}
      >
        {w.register}
      </button>
    </form>
  );
}
