/** Needs that somebody ticked, made work orders by one tap each: never by themselves (features.md e6). */
import { useMemo, useState } from "react";
import { askService } from "#capabilities/services/contract.ts";
import type { ServiceKind } from "#capabilities/services/rules/kinds.ts";
import { useWords } from "../../shared/language.ts";
import { useRegister } from "../households/register.ts";
import { homeOf } from "../observation/register.ts";
import { Text } from "../parts/Text.tsx";
import { give } from "../store/give.ts";
import { useTyped } from "../store/typed.ts";
import { serviceWords } from "./words.ts";

type Errand = { readonly words: string; readonly door: string; readonly phone?: string };

/** A button a need; the door as the register has it, or typed once. */
export function OrderButtons(props: {
  readonly kinds: readonly ServiceKind[];
  /** Ordered from here already. */
  readonly ordered?: readonly ServiceKind[];
  /** Null: not in the register. */
  readonly door: string | null;
  readonly phone?: string | null;
  readonly onOrder: (kind: ServiceKind, errand: Errand) => Promise<void>;
}) {
  const { kinds, ordered = [], phone = null } = props;
  const w = useWords(serviceWords);
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState<ServiceKind | null>(null);
  const door = (props.door ?? typed).trim();
  const press = async (kind: ServiceKind) => {
    setBusy(kind);
    const errand = { words: w.kind[kind], door, ...(phone === null || phone.length < 5 ? {} : { phone }) };
    await props.onOrder(kind, errand).finally(() => setBusy(null));
  };
  if (kinds.length === 0) return null;
  return (
    <>
      <p className="quiet">{w.orderLead}</p>
      {props.door === null && <Text label={w.door} value={typed} onChange={setTyped} maxLength={120} />}
      {kinds.map((kind) =>
        ordered.includes(kind) ? (
          <p key={kind} role="status">
            {w.ordered(w.kind[kind])}
          </p>
        ) : (
          <button
            key={kind}
            type="button"
            className="button button-wide"
            disabled={door === "" || busy !== null}
            onClick={() => void press(kind)}
          >
            {w.order(w.kind[kind])}
          </button>
        ),
      )}
    </>
  );
}

type Subject = {
  /** What was ticked where: what is ordered from it is remembered on this phone, so that nothing is ordered twice. */
  readonly about: string;
  readonly kinds: readonly ServiceKind[];
  readonly place: string;
};

function useOrdering({ about, place }: Subject, of: { readonly personKey?: string; readonly householdKey?: string }) {
  const [said, setSaid] = useTyped(`ordered/${about}`);
  const ordered = said === "" ? [] : (said.split(" ") as ServiceKind[]);
  const onOrder = async (kind: ServiceKind, errand: Errand) => {
    await give(askService, { place, kind, errand, mayVolunteer: false, isContactless: true, ...of });
    setSaid([...ordered, kind].join(" "));
  };
  return { ordered, onOrder };
}

/** Of a person who was visited: where he lives, the register says. */
export function OrdersOfPerson({ personKey, ...of }: Subject & { readonly personKey: string }) {
  const register = useRegister();
  const home = useMemo(() => homeOf(register, (one) => one.personKey === personKey), [register, personKey]);
  const ordering = useOrdering(of, { personKey });
  return (
    <OrderButtons kinds={of.kinds} door={home?.address || null} phone={home?.person.phone ?? null} {...ordering} />
  );
}

/** Of a household of the register. */
export function OrdersOfDoor(props: Subject & { readonly door: string | null; readonly householdKey: string | null }) {
  const ordering = useOrdering(props, props.householdKey === null ? {} : { householdKey: props.householdKey });
  return <OrderButtons kinds={props.kinds} door={props.door} {...ordering} />;
}
