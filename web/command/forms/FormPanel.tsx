import { useSuspenseQuery } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import { publishForm, REVIEWING_ROLES, showForm, withdrawForm } from "#capabilities/forms/contract.ts";
import { compile } from "#capabilities/forms/rules/document.ts";
import { defaultsOf } from "#capabilities/forms/rules/fill.ts";
import { FIELD_ROLES } from "#kernel/actor.ts";
import { query, send } from "../../shared/api.ts";
import { type FormDraft, FormView } from "../../shared/forms/FormView.tsx";
import { MediaPreview } from "../../shared/forms/MediaPreview.tsx";
import { useLanguage, useWords } from "../../shared/language.ts";
import { platformNow, useMe } from "../../shared/me.ts";
import { words as common } from "../../shared/words.ts";
import { useAct } from "../kit/act.tsx";
import { PlacePicker } from "../kit/PlacePicker.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { OnPaper } from "./OnPaper.tsx";
import type { One } from "./types.ts";
import { words } from "./words.ts";

type Props = { readonly id: string; readonly area: string; readonly mayPublish: boolean };

/** One version: as the phone shows it, and what can be done with it. */
export function FormPanel({ id, area, mayPublish }: Props) {
  const word = useWords(words);
  const language = useLanguage();
  const { data } = useSuspenseQuery(query(showForm, { formId: id }));
  const form = compile(data.document);
  const [now] = useState(platformNow);
  const [draft, setDraft] = useState<FormDraft>(() => ({ answers: defaultsOf(form, now), kept: [], at: 0 }));
  const [isOver, setOver] = useState(false);
  const isOwn = data.form.area.startsWith(area);
  const { post } = useMe();
  const mayKey = REVIEWING_ROLES.some((role) => role === post.role);
  return (
    <div className="stack">
      <header className="row">
        <h3>{data.form.title[language]}</h3>
        {mayPublish && isOwn && <Actions form={data.form} area={area} />}
      </header>
      {mayKey && data.form.state === "published" && <OnPaper form={data.form} document={data.document} area={area} />}
      <section className="form-preview" aria-label={word.preview}>
        <FormView
          Media={MediaPreview}
          form={form}
          draft={draft}
          known={new Map()}
          now={now}
          onChange={(part) => setDraft({ ...draft, ...part })}
          last={{ word: word.finish, onDone: () => setOver(true) }}
        />
        {isOver && (
          <p className="quiet" role="status">
            {word.previewDone}
          </p>
        )}
      </section>
    </div>
  );
}

function Actions({ form, area }: { readonly form: One; readonly area: string }) {
  const word = useWords(words);
  const [asking, setAsking] = useState<"publish" | "withdraw" | null>(null);
  const withdrawing = useAct((reason: string) => send(withdrawForm, { formId: form.id }, { reason }), {
    done: word.withdrawn,
    onDone: () => setAsking(null),
  });
  return (
    <>
      {form.state === "draft" && (
        <Button type="primary" onClick={() => setAsking("publish")}>
          {word.publish}
        </Button>
      )}
      {form.state === "published" && (
        <Button danger onClick={() => setAsking("withdraw")}>
          {word.withdraw}
        </Button>
      )}
      {asking === "publish" && <PublishDialog form={form} area={area} onClose={() => setAsking(null)} />}
      {asking === "withdraw" && (
        <ReasonDialog
          title={word.withdrawTitle}
          okText={word.withdraw}
          isDanger
          isPending={withdrawing.isPending}
          onOk={(reason) => withdrawing.mutate(reason)}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

type DialogProps = { readonly form: One; readonly area: string; readonly onClose: () => void };

function PublishDialog({ form, area, onClose }: DialogProps) {
  const word = useWords(words);
  const { role } = useWords(common);
  const [target, setTarget] = useState(area);
  const [roles, setRoles] = useState<readonly (typeof FIELD_ROLES)[number][]>(["grid-worker"]);
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const [isReviewed, setReviewed] = useState(false);
  const publishing = useAct(
    () =>
      send(
        publishForm,
        { formId: form.id },
        {
          area: target,
          roles: [...roles],
          from: from === "" ? null : `${from}:00+08:00`,
          until: until === "" ? null : `${until}:00+08:00`,
          isReviewed,
        },
      ),
    { done: word.published, onDone: onClose },
  );
  return (
    <Modal
      open
      width={560}
      title={word.publishTitle}
      okText={word.publish}
      cancelText={word.cancel}
      okButtonProps={{ disabled: roles.length === 0, loading: publishing.isPending }}
      onOk={() => publishing.mutate(undefined)}
      onCancel={onClose}
    >
      <div className="stack">
        <PlacePicker label={word.target} value={target} within={area} onChange={setTarget} />
        <fieldset className="radios">
          <legend>{word.roles}</legend>
          {FIELD_ROLES.map((one) => (
            <label key={one} className="row">
              <input
                type="checkbox"
                checked={roles.includes(one)}
                onChange={({ target: box }) =>
                  setRoles(FIELD_ROLES.filter((other) => (other === one ? box.checked : roles.includes(other))))
                }
              />
              {role[one]}
            </label>
          ))}
        </fieldset>
        <div className="filters">
          <label className="field">
            <span>{word.from}</span>
            <input
              className="input input-small"
              type="datetime-local"
              value={from}
              onChange={({ target: box }) => setFrom(box.value)}
            />
          </label>
          <label className="field">
            <span>{word.until}</span>
            <input
              className="input input-small"
              type="datetime-local"
              value={until}
              onChange={({ target: box }) => setUntil(box.value)}
            />
          </label>
        </div>
        <label className="row">
          <input type="checkbox" checked={isReviewed} onChange={({ target: box }) => setReviewed(box.checked)} />
          {word.reviewed}
        </label>
      </div>
    </Modal>
  );
}
