import { useEffect, useState } from "react";
import { encode } from "uqr";
import { presenceMessage, presenceText, WINDOW_MS, windowOf } from "#capabilities/checkpoints/rules/presence.ts";
import { dayOf } from "#kernel/time.ts";
import { useWords } from "../../shared/language.ts";
import { Frame } from "../parts/Frame.tsx";
import { platformNow } from "../store/clock.ts";
import { useLocal } from "../store/local.ts";
import { words } from "../words.ts";

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** The text of this half minute, by the secret of the day. No network. */
async function textOf(checkpointId: string, secret: string, window: number): Promise<string> {
  const key = await crypto.subtle.importKey("raw", bytesOf(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(presenceMessage(checkpointId, window)));
  const hex = Array.from(new Uint8Array(mac), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return presenceText(checkpointId, window, hex);
}

/** The code that proves that one stands here: it changes every half minute. */
export function Presence() {
  const w = useWords(words);
  const shift = useLocal((local) => local.kept.shift);
  const kit = useLocal((local) => local.kept.kit);
  const checkpoint = kit?.checkpoints.find((one) => one.id === shift?.checkpointId);
  const [window, setWindow] = useState(() => windowOf(platformNow()));
  const [text, setText] = useState("");
  useEffect(() => {
    const timer = setInterval(() => setWindow(windowOf(platformNow())), 1000);
    return () => clearInterval(timer);
  }, []);
  const [id, secret] = [checkpoint?.id, checkpoint?.presenceSecret];
  useEffect(() => {
    if (id !== undefined && secret !== undefined) void textOf(id, secret, window).then(setText);
  }, [id, secret, window]);
  const { data, size } = encode(text === "" ? "WP1" : text, { ecc: "M", border: 2 });
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <Frame title={w.presenceTitle}>
      <p className="lead">{checkpoint?.name}</p>
      <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={w.presenceTitle} data-text={text}>
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <progress
        className="window"
        max={WINDOW_MS}
        value={WINDOW_MS - (platformNow() % WINDOW_MS)}
        aria-label={w.presence}
      />
      <p>{w.presenceLead}</p>
      {checkpoint !== undefined && checkpoint.presenceDay !== dayOf(platformNow()) && (
        <p className="notice">{w.presenceOld}</p>
      )}
    </Frame>
  );
}
