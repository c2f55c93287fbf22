import { useId, useState } from "react";
import type { z } from "zod";
import { acceptStatement } from "#capabilities/credentials/contract-recognition.ts";
import { STATEMENT_TEXT } from "#capabilities/credentials/rules/recognition.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { TextArea } from "../parts/fields.tsx";
import { usePlaceName } from "../parts/place.ts";
import { Refused, useDeed } from "../parts/states.tsx";
import { act } from "../store/ask.ts";
import { elsewhereWords } from "./words.ts";

type Taken = z.output<typeof acceptStatement.result>;
/** The longer side at which a picture is read: more only costs a small phone its memory. */
const LONGEST = 1600;

/** The text in the QR code of a picture, or null. What reads it is fetched only now: few people ever need it. */
async function textIn(file: File): Promise<string | null> {
  const { decoder } = await import("../../shared/decode.ts");
  const decode = await decoder();
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return pen === null ? null : decode(pen.getImageData(0, 0, canvas.width, canvas.height));
}

/** Another province's statement, pasted or read from a picture. */
export function Bring({ personKey }: { readonly personKey: string }) {
  const w = useWords(elsewhereWords);
  const id = useId();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState<"notFound" | "notStatement" | null>(null);
  const [taken, setTaken] = useState<Taken | null>(null);
  const reading = useDeed(async (file: File) => {
    const found = await textIn(file).catch(() => null);
    setWrong(found === null ? "notFound" : null);
    if (found !== null) setText(found);
  });
  const handing = useDeed(async () => {
    // Pasted from a message it may be broken into lines.
    const statement = text.replaceAll(/\s/g, "");
    const isStatement = STATEMENT_TEXT.test(statement);
    setTaken(null);
    setWrong(isStatement ? null : "notStatement");
    if (isStatement) setTaken(await act(acceptStatement, { personKey }, { statement }));
  });
  return (
    <form
      className="card"
      aria-label={w.bring}
      onSubmit={(event) => {
        event.preventDefault();
        handing.run();
      }}
    >
      <h2>{w.bring}</h2>
      <p className="quiet">{w.bringHow}</p>
      <TextArea
        label={w.paste}
        value={text}
        onChange={setText}
        maxLength={9000}
        wrong={wrong === null ? null : w[wrong]}
      />
      <div className="field">
        <label htmlFor={id}>{w.picture}</label>
        <input
          id={id}
          type="file"
          accept="image/*"
          disabled={reading.isBusy}
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file) reading.run(file);
            target.value = "";
          }}
        />
      </div>
      <Refused error={handing.error} />
      <button type="submit" className="button" disabled={text.trim() === "" || handing.isBusy}>
        {w.hand}
      </button>
      {taken !== null && <Outcome of={taken} />}
    </form>
  );
}

function Outcome({ of }: { readonly of: Taken }) {
  const w = useWords(elsewhereWords);
  const { moment } = useFormat();
  const province = usePlaceName(of.issuer) ?? of.issuer;
  return (
    <div role="status">
      <p>{w.taken(province)}</p>
      {of.evidence.length === 0 && <p>{w.nothing}</p>}
      <ul>
        {of.evidence.map(({ reason, kind, until }) => (
          <li key={reason}>{`${reason} · ${w.kinds[kind] ?? kind} · ${w.until(moment(until))}`}</li>
        ))}
      </ul>
      {of.unknown.length > 0 && <p>{`${w.unknown} ${of.unknown.join(", ")}`}</p>}
    </div>
  );
}
