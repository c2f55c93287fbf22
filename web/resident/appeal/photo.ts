/** A photo made small on the phone: 1600 px at most and JPEG, so that a proof goes over a slow network. */
import { base64Of, redrawn } from "../../shared/picture.ts";

const SIZE = { longest: 1600, quality: 0.8 };
/** Base64 of 2 MB (capabilities/appeals/rules/attachments.ts). */
const AT_MOST = 2_700_000;

/** Base64 of the smaller picture; a PDF as it is. Null when it is neither, or too large. */
export async function shrunk(file: File): Promise<string | null> {
  const blob = file.type === "application/pdf" ? file : await redrawn(file, SIZE).catch(() => null);
  if (blob === null) return null;
  const data = await base64Of(blob);
  return data.length <= AT_MOST ? data : null;
}
