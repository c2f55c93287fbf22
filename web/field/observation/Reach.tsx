import { useMemo, useState } from "react";
import type { ObservationView } from "#capabilities/observation/contract.ts";
import { reach } from "#capabilities/observation/contract-robot.ts";
import { REACHES, type Reach } from "#capabilities/observation/rules/robot.ts";
import { useWords } from "../../shared/language.ts";
import { useRegister } from "../households/register.ts";
import { OneOf } from "../parts/Choices.tsx";
import { paths } from "../paths.ts";
import { SECTION } from "./List.tsx";
import { ActForm, giveAndReturn } from "./parts.tsx";
import { homeOf } from "./register.ts";
import { words } from "./words.ts";

const NUMBER = /^\+?\d{5,15}$/;

/** How the person agreed to be asked for the two checks; the register's number is there already. */
export function ReachScreen({ home }: { readonly home: ObservationView }) {
  const w = useWords(words);
  const register = useRegister();
  const known = useMemo(
    () => (home.personKey === null ? null : homeOf(register, ({ personKey }) => personKey === home.personKey)),
    [register, home.personKey],
  );
  const [by, setBy] = useState<Reach>(home.reach ?? "people");
  const [typed, setTyped] = useState<string | null>(null);
  const phone = typed ?? known?.person.phone ?? "";
  const about = { observationId: home.id, place: home.place };
  return (
    <ActForm
      title={w.act.reach}
      back={paths.section(SECTION, home.id)}
      submit={w.submitReach}
      isWhole={by === "people" || NUMBER.test(phone)}
      missing={w.needNumber}
      onSubmit={() => giveAndReturn(reach, by === "people" ? { ...about, by } : { ...about, by, phone }, home.id)}
    >
      <p>{w.reachLead}</p>
      <OneOf label={w.reachAsk} options={REACHES} words={w.reach} value={by} onChange={setBy} />
      {by !== "people" && (
        <label className="field">
          <span>{w.reachNumber}</span>
          <input
            className="input"
            type="tel"
            inputMode="tel"
            maxLength={16}
            value={phone}
            onChange={({ target }) => setTyped(target.value.replace(/[^+\d]/g, ""))}
          />
        </label>
      )}
    </ActForm>
  );
}
