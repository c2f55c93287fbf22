/** The number of the minute, made on the phone from the secret of the day, without a network. */
import { useEffect, useState } from "react";
import { callerSecret } from "#capabilities/safety/contract.ts";
import { digitsOf, signedText, windowOf } from "#capabilities/safety/rules/caller.ts";
import { ask } from "../../shared/api.ts";
import { platformNow, platformToday } from "../../shared/me.ts";
import { here, keep, useLocal } from "../store/local.ts";

const TICK_MS = 1_000;

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

async function numberOf(secret: string, window: number): Promise<string> {
  const of = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytesOf(secret), of, false, ["sign"]);
  return digitsOf(new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(signedText(window)))));
}

/** Today's secret, kept until midnight; asked for when the phone has none of today. */
async function refreshSecret(postId: string): Promise<void> {
  if (here().kept.caller?.day === platformToday() && here().kept.caller?.postId === postId) return;
  const { day, secret } = await ask(callerSecret, {});
  keep({ caller: { day, secret, postId } });
}

/** Six digits, new every minute; null while the phone has no secret of today. */
export function useCallerNumber(postId: string): string | null {
  const kept = useLocal((local) => local.kept.caller);
  const [window, setWindow] = useState(() => windowOf(platformNow()));
  const [number, setNumber] = useState<string | null>(null);
  const secret = kept?.day === platformToday() && kept.postId === postId ? kept.secret : null;
  useEffect(() => {
    const timer = setInterval(() => setWindow(windowOf(platformNow())), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    // Again with every minute: without a network, or before the clock is known, the first time may be in vain.
    void window;
    if (secret === null) void refreshSecret(postId).catch(() => undefined);
  }, [secret, postId, window]);
  useEffect(() => {
    let isGone = false;
    if (secret === null) setNumber(null);
    else
      void numberOf(secret, window).then((made) => {
        if (!isGone) setNumber(made);
      });
    return () => {
      isGone = true;
    };
  }, [secret, window]);
  return number;
}
