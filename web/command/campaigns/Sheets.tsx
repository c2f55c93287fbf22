import { Button } from "antd";
import { Fragment, useState } from "react";
import type { z } from "zod";
import { printSheets } from "#capabilities/campaigns/contract.ts";
import { send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { pictureOf, QrPicture } from "../../shared/qr.tsx";
import { useAct } from "../kit/act.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { PaperExtra } from "./SheetLines.tsx";
import { words } from "./words.ts";

const BOX = "□";
type Made = z.output<(typeof printSheets)["result"]>;
type Sheet = Made["sheets"][number];
/** What a line on paper offers: one tick. */
export const ON_PAPER = ["opened", "no-answer", "refused", "vacant", "moved", "not-found", "by-phone"] as const;

/** Forms for a pen: made here with their numbers, printed by the browser. */
export function Sheets({ campaignId, place }: { readonly campaignId: string; readonly place: string }) {
  const w = useWords(words);
  const [made, setMade] = useState<Made | null>(null);
  const sheets = made?.sheets ?? null;
  const after = made?.next ?? null;
  const make = useAct(
    (from: string | null) => send(printSheets, { campaignId, area: place }, from === null ? {} : { after: from }),
    { onDone: setMade },
  );
  return (
    <>
      {sheets === null && (
        <Button loading={make.isPending} onClick={() => make.mutate(null)}>
          {w.printIt}
        </Button>
      )}
      {after !== null && (
        <p className="notice" role="status">
          {w.printMore}{" "}
          <Button loading={make.isPending} onClick={() => make.mutate(after)}>
            {w.printOn}
          </Button>
        </p>
      )}
      {sheets?.length === 0 && after === null && <p>{w.noSheets}</p>}
      {sheets !== null && sheets.length > 0 && (
        <Button type="primary" onClick={() => window.print()}>
          {w.printing}
        </Button>
      )}
      {sheets?.map((sheet) => (
        <Paper key={sheet.id} sheet={sheet} />
      ))}
    </>
  );
}

function Paper({ sheet }: { readonly sheet: Sheet }) {
  const w = useWords(words);
  const { moment } = useFormat();
  return (
    <article className="campaign-sheet" aria-label={`${w.sheetNumber} ${sheet.number}`}>
      <header>
        <div>
          <h3>{`${w.sheetTitle} · ${sheet.campaign.name}`}</h3>
          <p>
            <PlaceLine code={sheet.place} />
            {` · ${moment(sheet.printedAt)}`}
          </p>
          <p>{w.sheetHow}</p>
        </div>
        <div className="campaign-sheet-number">
          <QrPicture picture={pictureOf(`WANGGE-SHEET ${sheet.number}`)} />
          <strong>{sheet.number}</strong>
        </div>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">{w.line}</th>
            <th scope="col">{w.door}</th>
            {ON_PAPER.map((outcome) => (
              <th key={outcome} scope="col">
                {w.outcome[outcome]}
              </th>
            ))}
            <th scope="col">{w.seen}</th>
          </tr>
        </thead>
        <tbody>
          {sheet.lines.map(({ line, campaignDoorId, name }) => (
            <Fragment key={campaignDoorId}>
              <tr>
                <td rowSpan={2}>{line}</td>
                <td>{name}</td>
                {ON_PAPER.map((outcome) => (
                  <td key={outcome} className="campaign-box">
                    {BOX}
                  </td>
                ))}
                <td />
              </tr>
              <tr>
                <td colSpan={ON_PAPER.length + 2}>
                  <PaperExtra questions={sheet.campaign.questions} />
                </td>
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
      <footer>
        <span>{`${w.filler} ______________`}</span>
        <span>{`${w.filledAt} ______________`}</span>
      </footer>
    </article>
  );
}
