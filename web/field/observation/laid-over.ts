/** What is still on its way, laid over known homes; without the duty's contract, so that the first screen may show it. */
import { useMemo } from "react";
import type { ObservationView } from "#capabilities/observation/contract.ts";
import type { Basis } from "#capabilities/observation/rules/profile.ts";
import { platformNow } from "../../shared/me.ts";
import { useLocal } from "../store/local.ts";
import { projected, saidOf, type Teller } from "./overlay.ts";
import type { HomeHere, Said } from "./overlay-steps.ts";

/** What was said here and is not in the copy yet: unsent, or answered a moment ago about a home that was filed here. */
function useSaid(known: ReadonlyMap<string, ObservationView>): readonly Said[] {
  const outbox = useLocal((local) => local.outbox);
  const sent = useLocal((local) => local.sent);
  const wholeAt = useLocal(({ kept }) => kept.copy?.wholeAt) ?? "";
  return useMemo(() => {
    const answered = saidOf(
      sent.filter(({ sentAt }) => sentAt > wholeAt).map((one) => ({ ...one, madeAt: one.sentAt })),
    );
    const isAbsent = (one: Said) => !known.has(one.name === "observation/file" ? one.id : one.body.observationId);
    return [...answered.filter(isAbsent), ...saidOf(outbox)];
  }, [outbox, sent, wholeAt, known]);
}

/** Whose phone it is; red and yellow of its inbox are on the published list, whoever else is filed is ordered by a doctor. */
function useTeller(): Teller | null {
  const me = useLocal(({ kept }) => kept.me?.value);
  const inbox = useLocal(({ kept }) => (kept.me === undefined ? undefined : kept[`inbox/${kept.me.value.post.id}`]));
  return useMemo(() => {
    if (me === undefined) return null;
    const tiers = new Map((inbox?.value.tasks ?? []).map(({ personKey, tier }) => [personKey, tier]));
    const basisOf = (personKey: string): Basis => {
      const tier = tiers.get(personKey);
      return tier === "red" ? "list-red" : tier === "yellow" ? "list-yellow" : "health-order";
    };
    return { postId: me.post.id, role: me.post.role, name: me.displayName, basisOf };
  }, [me, inbox]);
}

export function useLaidOver(known: ReadonlyMap<string, HomeHere>): ReadonlyMap<string, HomeHere> {
  const said = useSaid(known);
  const teller = useTeller();
  return useMemo(
    () => (teller === null ? known : projected(known, said, teller, platformNow())),
    [known, said, teller],
  );
}
