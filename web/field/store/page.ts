/** The page itself on the phone: kept by the service worker, renewed only when its worker says so, woken to send. */
import { setHere } from "./local.ts";

/** Asks the browser to wake this page's sending when there is a network, also from the background (Chrome, Edge). */
const SEND_TAG = "wangge-field-send";

type WithSync = ServiceWorkerRegistration & { readonly sync?: { register: (tag: string) => Promise<void> } };

let onWake: () => void = () => undefined;

/** What is done when the worker's service worker hears of a network. */
export function whenWoken(send: () => void): void {
  onWake = send;
}

export async function askToBeWoken(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = (await navigator.serviceWorker.getRegistration("/field/")) as WithSync | undefined;
  await registration?.sync?.register(SEND_TAG).catch(() => undefined);
}

/** Once it was opened with a network, the phone's page opens without one. */
export function keepPage(): void {
  if (!("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  serviceWorker.register("/field-sw.js", { scope: "/field/" }).then(
    (registration) => {
      const ready = () => {
        // The first one of a phone takes over at once; only a later one is an update.
        if (registration.waiting && serviceWorker.controller) setHere({ isUpdateReady: true });
      };
      ready();
      registration.onupdatefound = () => {
        registration.installing?.addEventListener("statechange", ready);
      };
    },
    () => undefined,
  );
  serviceWorker.onmessage = ({ data }) => {
    if (data === "page-ready") setHere({ isUpdateReady: true });
    if (data === "send") onWake();
  };
}

/** The newer page, at once: everything typed is in the vault and stays. */
export async function takeUpdate(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration("/field/");
  const { waiting, active } = registration ?? {};
  const taken = new Promise<void>((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve();
    active?.postMessage("take-page", [channel.port2]);
    setTimeout(resolve, 3_000);
  });
  await taken;
  if (waiting) {
    navigator.serviceWorker.oncontrollerchange = () => location.reload();
    waiting.postMessage("take-over");
    return;
  }
  location.reload();
}
