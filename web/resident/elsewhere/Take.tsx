import { useId, useState } from "react";
import type { z } from "zod";
import { issueStatement } from "#capabilities/credentials/contract-recognition.ts";
import { listNames } from "#capabilities/places/contract.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { pictureOf, QrPicture } from "../../shared/qr.tsx";
import { explain } from "../code/reasons.ts";
import { Refused, useDeed } from "../parts/states.tsx";
import { act, useAnswer } from "../store/ask.ts";
import { elsewhereWords } from "./words.ts";

type Made = z.output<typeof issueStatement.result>;
/** More bytes than this no QR code of error level M holds. */
const QR_BYTES = 2331;

/** One's own reasons, signed for one other province. */
export function Take({ personKey }: { readonly personKey: string }) {
  const w = useWords(elsewhereWords);
  const id = useId();
  const names = useAnswer(listNames, {});
  const [audience, setAudience] = useState("");
  const [made, setMade] = useState<Made | null>(null);
  const making = useDeed(async () => {
    setMade(null);
    setMade(await act(issueStatement, { personKey }, { audience }));
  });
  const provinces = (names.data?.items ?? []).filter(({ code }) => code !== names.data?.home);
  return (
    <section className="card" aria-label={w.take}>
      <h2>{w.take}</h2>
      <p className="quiet">{w.takeHow}</p>
      <div className="field">
        <label htmlFor={id}>{w.province}</label>
        <select
          id={id}
          className="input"
          value={audience}
          onChange={({ target }) => {
            setAudience(target.value);
            setMade(null);
          }}
        >
          <option value="">{w.choose}</option>
          {provinces.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <Refused error={making.error} />
      <button type="button" className="button" disabled={audience === "" || making.isBusy} onClick={making.run}>
        {w.make}
      </button>
      {made !== null && <Statement of={made} />}
    </section>
  );
}

function Statement({ of }: { readonly of: Made }) {
  const w = useWords(elsewhereWords);
  const language = useLanguage();
  const { moment } = useFormat();
  const id = useId();
  const [isCopied, setCopied] = useState(false);
  const copying = useDeed(async () => {
    await navigator.clipboard.writeText(of.statement);
    setCopied(true);
  });
  return (
    <div>
      <p role="status">{w.made(moment(of.expiresAt))}</p>
      {of.reasons.length === 0 ? (
        <p>{w.noReasons}</p>
      ) : (
        <>
          <h3>{w.reasons}</h3>
          <ul>
            {[...new Set(of.reasons)].map((reason) => (
              <li key={reason}>{explain(reason, language).reason}</li>
            ))}
          </ul>
        </>
      )}
      {of.statement.length > QR_BYTES ? (
        <p>{w.tooLong}</p>
      ) : (
        <div role="img" aria-label={w.qr}>
          <QrPicture picture={pictureOf(of.statement)} />
        </div>
      )}
      <div className="field">
        <label htmlFor={id}>{w.text}</label>
        <textarea id={id} className="input" rows={4} readOnly value={of.statement} />
      </div>
      <button type="button" className="button" onClick={copying.run}>
        {w.copy}
      </button>
      {isCopied && <p role="status">{w.copied}</p>}
      <Refused error={copying.error} />
    </div>
  );
}
