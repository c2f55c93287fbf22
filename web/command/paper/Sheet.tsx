import type { z } from "zod";
import type { printPaperCode } from "#capabilities/credentials/contract.ts";
import { ColourShape } from "../../shared/ColourMark.tsx";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { pictureOf, QrPicture } from "../../shared/qr.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { words } from "./words.ts";

export type Printed = z.output<(typeof printPaperCode)["result"]>;

/** The sheet that is printed: the QR, the last four of the document, how long it is valid. No name, no number. */
export function Sheet({ printed: { paper, qr, lastFour } }: { readonly printed: Printed }) {
  const word = useWords(words);
  const format = useFormat();
  return (
    <article className="paper-sheet" data-qr={qr}>
      <h2>{word.sheetTitle}</h2>
      <p className="paper-colour colour-green">
        <ColourShape colour="green" />
        {word.green}
      </p>
      <div className="paper-qr">
        <QrPicture picture={pictureOf(qr)} />
      </div>
      <dl className="paper-facts">
        {lastFour !== null && (
          <div>
            <dt>{word.lastFour}</dt>
            <dd className="paper-four">{lastFour}</dd>
          </div>
        )}
        <div>
          <dt>{word.valid}</dt>
          <dd>{format.moment(paper.expiresAt)}</dd>
        </div>
        <div>
          <dt>{word.issued}</dt>
          <dd>{format.moment(paper.issuedAt)}</dd>
        </div>
        <div>
          <dt>{word.shortCode}</dt>
          <dd>{paper.shortCode}</dd>
        </div>
        <div>
          <dt>{word.issuer}</dt>
          <dd>
            <PlaceLine code={paper.place} />
          </dd>
        </div>
      </dl>
      <p>{word.greenHow}</p>
      <p className="quiet">{word.lost}</p>
    </article>
  );
}
