/**
 * A film for Chromium's fake camera: a QR code drawn with uqr on white, as raw YUV4MPEG2, repeated by the browser for
 * ever. What the page scans is what a phone would show it.
 */
import { writeFileSync } from "node:fs";
import { encode } from "uqr";

const WIDTH = 640;
const HEIGHT = 480;
/** Frames of one turn; the browser starts again at the end. */
const FRAMES = 4;

/** Luma of white paper and black ink in the video range. */
const WHITE = 235;
const BLACK = 16;

/** Writes the film of a text (null: an empty wall) to `path`. */
export function filmCode(path: string, text: string | null): void {
  const luma = Buffer.alloc(WIDTH * HEIGHT, WHITE);
  if (text !== null) {
    const { data, size } = encode(text, { ecc: "M", border: 4 });
    const scale = Math.floor(HEIGHT / size);
    const [left, top] = [Math.floor((WIDTH - size * scale) / 2), Math.floor((HEIGHT - size * scale) / 2)];
    for (const [y, row] of data.entries()) {
      for (const [x, isDark] of row.entries()) {
        if (!isDark) continue;
        for (let line = 0; line < scale; line++) {
          const at = (top + y * scale + line) * WIDTH + left + x * scale;
          luma.fill(BLACK, at, at + scale);
        }
      }
    }
  }
  const chroma = Buffer.alloc((WIDTH / 2) * (HEIGHT / 2) * 2, 128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, chroma]);
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420mpeg2\n`);
  writeFileSync(path, Buffer.concat([head, ...Array.from({ length: FRAMES }, () => frame)]));
}
