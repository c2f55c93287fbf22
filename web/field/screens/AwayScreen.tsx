import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { endAbsence, listPosts, startAbsence } from "#capabilities/workers/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { useSentence } from "../../shared/states.tsx";
import { Bar } from "../parts/Bar.tsx";
import { paths } from "../paths.ts";
import { keep, useLocal } from "../store/local.ts";
import { isTyped } from "../store/outbox-rules.ts";
import type { Who } from "../store/shapes.ts";
import { refreshInbox } from "../store/sync.ts";
import { useTyped } from "../store/typed.ts";
import { mineWords } from "../words-mine.ts";

/** Leave and hand-over: from then on open tasks go to the substitute. Needs the network, since others act on it. */
export function AwayScreen() {
  const w = useWords(mineWords);
  const who = useLocal(({ kept }) => kept.me?.value);
  const absenceId = useLocal(({ kept }) => kept.absenceId);
  const unsent = useLocal((local) => local.outbox.filter(({ command }) => isTyped(command)).length);
  const [moved, setMoved] = useState<number | null>(null);
  if (who === undefined) return null;
  return (
    <>
      <Bar title={w.awayTitle} back={paths.mine} />
      {moved !== null && (
        <p className="notice" role="status">
          {w.awayDone(moved)}
        </p>
      )}
      {absenceId !== undefined && <Back absenceId={absenceId} />}
      {absenceId === undefined && unsent > 0 && <p className="notice notice-warning">{w.awayUnsent(unsent)}</p>}
      {absenceId === undefined && unsent === 0 && <AwayForm who={who} onDone={setMoved} />}
    </>
  );
}

/** A time typed in a local field is Shanghai's, wherever the phone thinks it is. */
const shanghai = (typed: FormDataEntryValue | null): string | null =>
  typeof typed === "string" && typed !== "" ? `${typed}:00+08:00` : null;

function AwayForm({ who, onDone }: { readonly who: Who; readonly onDone: (moved: number) => void }) {
  const w = useWords(mineWords);
  const sentence = useSentence();
  const [reason, setReason] = useTyped("away");
  const starting = useMutation({
    mutationFn: (form: FormData) => {
      const substitute = form.get("substitute");
      return send(
        startAbsence,
        { postId: who.post.id },
        {
          from: null,
          until: shanghai(form.get("until")),
          substitutePostId: typeof substitute === "string" && substitute !== "" ? substitute : null,
          reason: reason.trim(),
        },
      );
    },
    onSuccess: ({ absenceId, tasksMoved }) => {
      keep({ absenceId });
      setReason("");
      onDone(tasksMoved);
      void refreshInbox().catch(() => undefined);
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    starting.mutate(new FormData(event.currentTarget));
  };
  return (
    <form className="report" onSubmit={onSubmit}>
      <p>{w.awayLead}</p>
      <label className="field">
        <span>{w.until}</span>
        <input className="input" type="datetime-local" name="until" />
      </label>
      <Substitutes who={who} />
      <label className="field">
        <span>{w.reason}</span>
        <input
          className="input"
          required
          minLength={4}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <small className="quiet">{w.reasonHint}</small>
      </label>
      {starting.isError && (
        <p className="notice notice-refused" role="alert">
          {sentence(starting.error)}
        </p>
      )}
      <button type="submit" className="button button-main button-wide" disabled={starting.isPending}>
        {w.submitAway}
      </button>
    </form>
  );
}

/** Who may see the posts of the area chooses by name; for the others the area's next on duty follows. */
function Substitutes({ who }: { readonly who: Who }) {
  const { substitute, substituteNone } = useWords(mineWords);
  const mayList = who.post.role === "grid-leader";
  const posts = useQuery({ ...query(listPosts, { area: who.post.area, duty: "on" }), enabled: mayList });
  const others = posts.data?.items.filter(({ id }) => id !== who.post.id) ?? [];
  if (others.length === 0) return null;
  return (
    <label className="field">
      <span>{substitute}</span>
      <select className="input" name="substitute">
        <option value="">{substituteNone}</option>
        {others.map(({ id, displayName, areaName }) => (
          <option key={id} value={id}>
            {`${displayName} ${areaName ?? ""}`}
          </option>
        ))}
      </select>
    </label>
  );
}

function Back({ absenceId }: { readonly absenceId: string }) {
  const w = useWords(mineWords);
  const sentence = useSentence();
  const ending = useMutation({
    mutationFn: () => send(endAbsence, { absenceId }, {}),
    onSuccess: () => {
      keep({ absenceId: undefined });
      void refreshInbox().catch(() => undefined);
    },
  });
  return (
    <section className="panel" aria-label={w.awayNow}>
      <h2>{w.awayNow}</h2>
      {ending.isError && (
        <p className="notice notice-refused" role="alert">
          {sentence(ending.error)}
        </p>
      )}
      <button
        type="button"
        className="button button-main button-wide"
        disabled={ending.isPending}
        onClick={() => ending.mutate()}
      >
        {w.backOnDuty}
      </button>
    </section>
  );
}
