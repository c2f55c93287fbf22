import { useMemo } from "react";
import { type ObservationView, orderNeed } from "#capabilities/observation/contract.ts";
import { useRegister } from "../households/register.ts";
import { OrderButtons } from "../services/Orders.tsx";
import { give } from "../store/give.ts";
import { homeOf } from "./register.ts";

/** The needs of the file, each made an order by one tap; ordered, it leaves the list. */
export function NeedOrders({ home }: { readonly home: ObservationView }) {
  const register = useRegister();
  const { personKey, place, needs } = home;
  const known = useMemo(
    () => (personKey === null ? null : homeOf(register, (one) => one.personKey === personKey)),
    [register, personKey],
  );
  return (
    <OrderButtons
      kinds={needs}
      door={known?.address || null}
      phone={known?.person.phone ?? null}
      onOrder={async (need, errand) => {
        await give(orderNeed, { observationId: home.id, place, need, ...errand });
      }}
    />
  );
}
