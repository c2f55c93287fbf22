/** A QR code as a picture of one path; the letters of Base45 are in QR's alphanumeric mode, which uqr chooses by itself. */
import { encode } from "uqr";

export type Picture = { readonly size: number; readonly path: string; readonly version: number };

/** One path of unit squares, run by run. */
export function pictureOf(text: string): Picture {
  const { size, data, version } = encode(text, { ecc: "M", border: 0 });
  let path = "";
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < size; x++) {
      const from = x;
      while (x < size && row[x] === true) x++;
      if (x > from) path += `M${from} ${y}h${x - from}v1h-${x - from}z`;
    }
  }
  return { size, path, version };
}

/** The picture with its quiet zone of four modules; black on white, whatever the page's colours. */
export const QrPicture = ({ picture }: { readonly picture: Picture }) => (
  <svg
    viewBox={`-4 -4 ${picture.size + 8} ${picture.size + 8}`}
    shapeRendering="crispEdges"
    aria-hidden="true"
    style={{ background: "#fff", color: "#000", fill: "currentcolor" }}
  >
    <path d={picture.path} />
  </svg>
);
