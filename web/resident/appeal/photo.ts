/** A photo made small on the phone: 1600 px at most and JPEG, so that a proof goes over a slow network. */
const LONGEST = 1600;
const QUALITY = 0.8;
/** Base64 of 2 MB (capabilities/appeals/rules/attachments.ts). */
const AT_MOST = 2_700_000;

/** Base64 of the smaller picture; a PDF as it is. Null when it is neither, or too large. */
export async function shrunk(file: File): Promise<string | null> {
  const blob = file.type === "application/pdf" ? file : await smaller(file).catch(() => null);
  if (blob === null) return null;
  const data = await base64Of(blob);
  return data.length <= AT_MOST ? data : null;
}

async function smaller(file: File): Promise<Blob | null> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  // Drawn anew: place and time that a camera writes into a file do not leave the phone.
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

const base64Of = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
