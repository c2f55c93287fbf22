/** Reading a QR code from a picture: by the browser itself where it can, else by ZXing compiled to WebAssembly. */
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";

export type Decode = (picture: ImageData) => Promise<string | null>;

type Detector = { readonly detect: (source: ImageData) => Promise<readonly { readonly rawValue: string }[]> };
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  readonly getSupportedFormats: () => Promise<readonly string[]>;
};

let reading: Promise<Decode> | null = null;

/** The way to read, made once; asked for again after a failure (the file may not have arrived). */
export function decoder(): Promise<Decode> {
  reading ??= makeDecoder().catch((error: unknown) => {
    reading = null;
    throw error;
  });
  return reading;
}

async function makeDecoder(): Promise<Decode> {
  return (await nativeDecoder()) ?? wasmDecoder();
}

async function nativeDecoder(): Promise<Decode | null> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
  if (BarcodeDetector === undefined) return null;
  // Some browsers have the class and no engine behind it.
  const formats = await BarcodeDetector.getSupportedFormats().catch((): readonly string[] => []);
  if (!formats.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (picture) => (await detector.detect(picture))[0]?.rawValue ?? null;
}

async function wasmDecoder(): Promise<Decode> {
  const { prepareZXingModule, readBarcodes } = await import("zxing-wasm/reader");
  // Served from here and kept by the service worker; the library's own default is a foreign host.
  await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
  return async (picture) => {
    const [found] = await readBarcodes(picture, { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 });
    return found?.isValid === true ? found.text : null;
  };
}
