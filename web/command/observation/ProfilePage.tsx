import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { draftProfile, dropProfileDraft, publishProfile, showProfileDesk } from "#capabilities/observation/contract.ts";
import { changesOf, faultsOf } from "#capabilities/observation/rules/sound.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { Crumbs, PlaceName } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { type Draft, isInRange, ProfileForm } from "./ProfileForm.tsx";
import { nameOf, profileWords } from "./profile-words.ts";

type Desk = z.output<typeof showProfileDesk.result>;

/** How observation goes in an area: read, drafted with who and why, published for what is filed from then on. */
export function Page({ location, area }: PageProps) {
  const w = useWords(profileWords);
  const place = location.parts[0] ?? area;
  return (
    <div className="page-stack">
      <div>
        <Crumbs code={place} area={area} label={w.title} href={(code) => paths.observationProfile(code)} />
        <PageHead
          title={
            <>
              <PlaceName code={place} />
              {` · ${w.title}`}
            </>
          }
          lead={w.lead}
        />
      </div>
      <Panel title={w.form}>
        <DeskOf key={place} area={place} />
      </Panel>
    </div>
  );
}

function DeskOf({ area }: { readonly area: string }) {
  const w = useWords(profileWords);
  const { data } = useSuspenseQuery(query(showProfileDesk, { area }));
  const { from, version } = data;
  return (
    <div className="stack">
      <p>{w.counts(from === null ? w.platform : from === area ? w.own : w.above(from), from === area ? version : 0)}</p>
      <Editing key={`${version}/${data.draft?.at ?? ""}`} area={area} desk={data} />
      <History desk={data} />
    </div>
  );
}

function Editing({ area, desk }: { readonly area: string; readonly desk: Desk }) {
  const w = useWords(profileWords);
  const isDesk = useMe().post.role === "operator";
  const { id: _id, ...now } = desk.profile;
  const [form, setForm] = useState<Draft>(desk.draft?.profile ?? now);
  const [why, setWhy] = useState(desk.draft?.why ?? "");
  const saving = useAct(() => send(draftProfile, { area }, { follows: desk.version, profile: form, why: why.trim() }), {
    done: w.saved,
  });
  const faults = faultsOf(form);
  const isWhole = isInRange(form) && faults.length === 0;
  const isChanged = changesOf(desk.draft?.profile ?? now, form).length > 0;
  return (
    <>
      <ProfileForm value={form} isLocked={!isDesk} onChange={setForm} />
      {!isWhole && (
        <div className="notice notice-warning" role="alert">
          <strong>{w.faults}</strong>
          <ul>
            {!isInRange(form) && <li>{w.notANumber}</li>}
            {faults.map((fault) => (
              <li key={fault}>{w.fault[fault]}</li>
            ))}
          </ul>
        </div>
      )}
      {isDesk && (
        <>
          <label className="field">
            <span>{w.why}</span>
            <textarea
              className="text-area"
              rows={2}
              maxLength={500}
              value={why}
              onChange={({ target }) => setWhy(target.value)}
            />
          </label>
          <p>
            <Button
              disabled={!isWhole || why.trim().length < 4 || changesOf(now, form).length === 0}
              loading={saving.isPending}
              onClick={() => saving.mutate(undefined)}
            >
              {w.save}
            </Button>
          </p>
        </>
      )}
      <Drafted area={area} desk={desk} isDesk={isDesk} isChanged={isChanged} />
    </>
  );
}

type DraftedProps = {
  readonly area: string;
  readonly desk: Desk;
  readonly isDesk: boolean;
  readonly isChanged: boolean;
};

/** The draft as it is kept: who wrote it, why, what differs; published with its legal basis, or dropped. */
function Drafted({ area, desk, isDesk, isChanged }: DraftedProps) {
  const w = useWords(profileWords);
  const { moment } = useFormat();
  const [legalBasis, setBasis] = useState("");
  const { draft, profile, version } = desk;
  const publishing = useAct(
    ({ profile: drafted, why }: NonNullable<Desk["draft"]>) =>
      send(publishProfile, { area }, { follows: version, profile: drafted, legalBasis: legalBasis.trim(), why }),
    { done: w.published },
  );
  const dropping = useAct(() => send(dropProfileDraft, { area }), { done: w.dropped });
  if (draft === null) return <p className="quiet">{w.noDraft}</p>;
  const changes = changesOf(profile, draft.profile);
  const isOld = draft.follows !== version;
  return (
    <section aria-label={w.draft}>
      <h3>{w.draft}</h3>
      <p>{`${w.draftBy(`${draft.byOrganisation} ${draft.byName}`, moment(draft.at))}：${draft.why}`}</p>
      <h3>{w.changes}</h3>
      {changes.length === 0 && <p>{w.noChanges}</p>}
      <ul className="reasons">
        {changes.map((change) => (
          <li key={change}>{nameOf(w, change)}</li>
        ))}
      </ul>
      {isOld && <p role="alert">{w.draftOld}</p>}
      {isDesk && (
        <>
          {isChanged && <p role="status">{w.unsaved}</p>}
          <label className="field">
            <span>{w.legalBasis}</span>
            <input
              className="input"
              maxLength={300}
              value={legalBasis}
              onChange={({ target }) => setBasis(target.value)}
            />
          </label>
          <p className="panel-side">
            <Button
              type="primary"
              disabled={isOld || changes.length === 0 || legalBasis.trim().length < 2}
              loading={publishing.isPending}
              onClick={() => publishing.mutate(draft)}
            >
              {w.publish}
            </Button>
            <Button loading={dropping.isPending} onClick={() => dropping.mutate(undefined)}>
              {w.drop}
            </Button>
          </p>
        </>
      )}
    </section>
  );
}

function History({ desk }: { readonly desk: Desk }) {
  const w = useWords(profileWords);
  const { moment } = useFormat();
  return (
    <Table
      caption={w.history}
      nothing={w.noHistory}
      rows={desk.published}
      keyOf={({ version }) => String(version)}
      columns={[
        { key: "version", title: w.version, isNumber: true, cell: ({ version }) => version },
        { key: "when", title: w.when, cell: ({ at }) => moment(at) },
        { key: "by", title: w.by, cell: ({ byOrganisation, byName }) => `${byOrganisation} ${byName}` },
        { key: "why", title: w.reason, cell: ({ why }) => why ?? "" },
        { key: "basis", title: w.basis, cell: ({ legalBasis }) => legalBasis },
      ]}
    />
  );
}
