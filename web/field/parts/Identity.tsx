import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { z } from "zod";
import { openPersonIdentity } from "#capabilities/people/contract.ts";
import { send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useSentence } from "../../shared/states.tsx";
import type { TaskHere } from "../store/outbox-rules.ts";
import { words } from "../words.ts";

type Opened = z.output<(typeof openPersonIdentity)["result"]>;
/**
 * Names opened since this page was started: in memory only, never written to the phone. Going back to a resident does
 * not open the name a second time, so the log has one entry a look.
 */
const opened = new Map<string, Opened>();

/** Name, phone and address of one resident, opened by one tap that says what it does. */
export function Identity({
  task,
  purpose = "verification",
}: {
  readonly task: Pick<TaskHere, "id" | "personKey">;
  /** `care`: by a seat of the person's team; then `task.id` is no task's. */
  readonly purpose?: "verification" | "care";
}) {
  const w = useWords(words);
  const { moment } = useFormat();
  const sentence = useSentence();
  const opening = useMutation({
    mutationFn: () =>
      send(
        openPersonIdentity,
        { personKey: task.personKey },
        purpose === "care" ? { purpose } : { purpose, taskId: task.id },
      ),
    onSuccess: (identity) => opened.set(task.id, identity),
  });
  const identity = opening.data ?? opened.get(task.id);
  const shown = useRef<HTMLElement>(null);
  const { isSuccess } = opening;
  useEffect(() => {
    if (isSuccess) shown.current?.scrollIntoView({ block: "end" });
  }, [isSuccess]);
  if (identity === undefined)
    return (
      <section className="panel" aria-label={w.identity}>
        <button
          type="button"
          className="button button-wide"
          disabled={opening.isPending}
          onClick={() => opening.mutate()}
        >
          {opening.isPending ? w.opening : w.openIdentity}
        </button>
        <p className="quiet">{w.identityHint}</p>
        {opening.isError && (
          <p className="notice notice-refused" role="alert">
            {sentence(opening.error)}
          </p>
        )}
      </section>
    );
  return (
    <section ref={shown} className="panel identity-open" aria-label={w.identity}>
      <dl className="facts">
        <dt>{w.name}</dt>
        <dd className="fact-name">{identity.name ?? w.notGiven}</dd>
        <dt>{w.phone}</dt>
        <dd>{identity.phone ?? w.notGiven}</dd>
        <dt>{w.address}</dt>
        <dd>{identity.address ?? w.notGiven}</dd>
      </dl>
      {identity.phone !== null && (
        <a className="button button-main button-wide" href={`tel:${identity.phone}`}>
          {w.call}
        </a>
      )}
      <p className="quiet">{w.opened(moment(identity.openedAt))}</p>
    </section>
  );
}
