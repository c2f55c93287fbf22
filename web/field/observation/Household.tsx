import { useState } from "react";
import { decideHousehold, type ObservationView } from "#capabilities/observation/contract.ts";
import { useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { useRegister } from "../households/register.ts";
import { registerWords } from "../households/words.ts";
import { OneOf } from "../parts/Choices.tsx";
import { paths } from "../paths.ts";
import { useGiven } from "../store/give.ts";
import { useTyped } from "../store/typed.ts";
import { undecidedOf } from "./here.ts";
import { SECTION } from "./List.tsx";
import { ActForm, giveAndReturn, NoteField, YesNo } from "./parts.tsx";
import { words } from "./words.ts";

type Props = { readonly home: ObservationView };
type Member = NonNullable<ObservationView["household"]>[number];

/** Somebody of the household in words: the name where this phone's register has it, else what he is there. */
function useMember(): (member: Member) => string {
  const w = useWords(words);
  const { relation } = useWords(registerWords);
  const { persons } = useRegister();
  const year = Number(platformToday().slice(0, 4));
  return ({ personId, relation: is, bornYear }) => {
    const parts = [
      persons.get(personId)?.name ?? null,
      relation[is as keyof typeof relation] ?? relation.other,
      bornYear === null ? null : w.aged(year - bornYear),
    ];
    return parts.filter((part) => part !== null).join(" · ");
  };
}

/** Who lives there too, why that matters, and what the doctor said on each. */
export function HouseholdPanel({ home }: Props) {
  const w = useWords(words);
  const describe = useMember();
  const all = home.household ?? [];
  if (all.length === 0) return null;
  return (
    <section aria-label={w.household}>
      <h2>{w.household}</h2>
      <p className="quiet">{w.householdWhy[all[0]?.why ?? "sharing-a-room"]}</p>
      <ul className="observed-list">
        {all.map((member) => (
          <li key={member.id}>
            {describe(member)}
            <strong>{` · ${w.householdState[member.decision ?? "none"]}`}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}

const DECISIONS = ["observe", "apart"] as const;
/** Whoever may be this young is treated as a child until the doctor says otherwise. */
const MAY_BE_MINOR = 18;

/** The doctor on each of them, one after another; nobody is filed by rule. */
export function HouseholdScreen({ home }: Props) {
  const w = useWords(words);
  const describe = useMember();
  const given = useGiven(decideHousehold);
  const open = undecidedOf(home).filter(({ id }) => !given.some(({ body }) => body.proposalId === id));
  const [member] = open;
  const [decision, setDecision] = useState<(typeof DECISIONS)[number] | null>(null);
  const [reason, setReason] = useTyped(`observe-household/${home.id}`);
  const year = Number(platformToday().slice(0, 4));
  const [isMinor, setMinor] = useState<boolean | null>(null);
  const looksMinor = member?.bornYear != null && year - member.bornYear <= MAY_BE_MINOR;
  const onSubmit = async () => {
    if (member === undefined || decision === null) return;
    const about = { observationId: home.id, place: home.place, proposalId: member.id };
    const said =
      decision === "observe"
        ? ({ ...about, decision, isMinor: isMinor ?? looksMinor } as const)
        : ({ ...about, decision, reason: reason.trim() } as const);
    await giveAndReturn(decideHousehold, said, home.id);
    setReason("");
  };
  return (
    <ActForm
      title={w.act.household}
      back={paths.section(SECTION, home.id)}
      submit={w.submitHousehold}
      isWhole={member !== undefined && (decision === "observe" || (decision === "apart" && reason.trim().length >= 2))}
      missing={member === undefined ? w.householdDone : w.householdMissing}
      onSubmit={onSubmit}
    >
      <p>{w.householdWhy[home.household?.[0]?.why ?? "sharing-a-room"]}</p>
      {member !== undefined && (
        <>
          <p>
            <strong>{describe(member)}</strong>
            {open.length > 1 && <span className="quiet">{` · ${w.householdMore(open.length - 1)}`}</span>}
          </p>
          <OneOf
            label={w.householdAsk}
            options={DECISIONS}
            words={w.householdDecision}
            value={decision}
            onChange={setDecision}
          />
          {decision === "observe" && (
            <>
              <YesNo label={w.isMinor} value={isMinor ?? looksMinor} onChange={setMinor} />
              <p className="notice">{w.orderHint}</p>
            </>
          )}
          {decision === "apart" && <NoteField label={w.apartWhy} value={reason} onChange={setReason} />}
        </>
      )}
    </ActForm>
  );
}
