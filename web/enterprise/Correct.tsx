import { useState } from "react";
import { change } from "#capabilities/enterprises/contract.ts";
import { send } from "../shared/api.ts";
import { useWords } from "../shared/language.ts";
import { Failed, useDeed } from "./parts.tsx";
import { isWhole, RegistrationFields, registrationOf, type Typed } from "./Registration.tsx";
import type { Mine } from "./types.ts";
import { words } from "./words.ts";

/** Corrects what is registered; the code stays what it is. */
export function Correct({ mine }: { readonly mine: Mine }) {
  const w = useWords(words);
  const { enterprise, address, contactName, contactPhone } = mine;
  const [typed, setTyped] = useState<Typed>({
    name: enterprise.name,
    kind: enterprise.kind,
    industry: enterprise.industry,
    place: enterprise.place,
    address,
    contactName,
    contactPhone,
    headcount: String(enterprise.headcount),
    dormitories: String(enterprise.dormitories),
  });
  const changing = useDeed(() => send(change, { enterpriseId: enterprise.id }, registrationOf(typed)));
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        changing.mutate(undefined);
      }}
    >
      <h2>{w.tabs.registration}</h2>
      <p className="quiet">{w.correctNote}</p>
      <div className="ent-fields">
        <RegistrationFields typed={typed} onChange={setTyped} />
      </div>
      <Failed of={changing} />
      {changing.isSuccess && <p role="status">{w.corrected}</p>}
      <button type="submit" className="ent-button ent-main" disabled={!isWhole(typed) || changing.isPending}>
        {w.correct}
      </button>
    </form>
  );
}
