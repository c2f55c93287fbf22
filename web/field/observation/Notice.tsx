import { useState } from "react";
import { notify } from "#capabilities/observation/contract.ts";
import { noticeOf } from "#capabilities/observation/rules/documents.ts";
import { instant, type PlainDay } from "#kernel/time.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Signature } from "../../shared/Signature.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { paths } from "../paths.ts";
import { useTyped } from "../store/typed.ts";
import { profileOf } from "./here.ts";
import { SECTION } from "./List.tsx";
import type { HomeHere } from "./overlay-steps.ts";
import { ActForm, giveAndReturn, NoteField } from "./parts.tsx";
import { words } from "./words.ts";

const WHO = ["person", "guardian", "declined"] as const;

/** Step 2: the notice read aloud, the pledge signed on this screen; or declined, with the reason. Works without a network. */
export function NoticeScreen({ home }: { readonly home: HomeHere }) {
  const w = useWords(words);
  const language = useLanguage();
  const [by, setBy] = useState<(typeof WHO)[number]>(home.isMinor === true ? "guardian" : "person");
  const [signature, setSignature] = useState<string | null>(null);
  const [note, setNote] = useTyped(`observe-notice/${home.id}`);
  const paper = noticeOf({
    type: home.type ?? "home",
    order: home.documents.find(({ kind }) => kind === "notice")?.order ?? null,
    basis: home.basis ?? "list-red",
    dZero: home.dZero as PlainDay,
    days: home.days,
    dueAt: instant(home.dueAt),
    isMinor: home.isMinor === true,
    profile: profileOf(home),
  })[language];
  const isWhole = by === "declined" ? note.trim().length >= 2 : signature !== null;
  const onSubmit = async () => {
    const text = note.trim();
    await giveAndReturn(
      notify,
      {
        observationId: home.id,
        place: home.place,
        signedBy: by,
        signature: by === "declined" ? null : signature,
        ...(text === "" ? {} : { note: text }),
      },
      home.id,
    );
    setNote("");
  };
  return (
    <ActForm
      title={w.act.notice}
      back={paths.section(SECTION, home.id)}
      submit={w.submitNotice}
      isWhole={isWhole}
      missing={w.waitSignature}
      onSubmit={onSubmit}
    >
      <p className="quiet">{w.readAloud}</p>
      {home.isFiledHere === true && (
        <p className="notice notice-warning" role="status">
          {w.filedHere}
        </p>
      )}
      <article className="observed-paper">
        <h2>{paper.title}</h2>
        {paper.lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </article>
      <OneOf label={w.whoSigns} options={WHO} words={w.whoSign} value={by} onChange={setBy} />
      {by === "declined" ? (
        <NoteField label={w.declinedWhy} value={note} onChange={setNote} />
      ) : (
        <Signature label={w.signature} value={signature} onChange={setSignature} />
      )}
    </ActForm>
  );
}
