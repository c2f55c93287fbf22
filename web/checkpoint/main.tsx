import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "../shared/tokens.css";
import "./css/checkpoint.css";
import { decoder } from "../shared/decode.ts";
import { CheckpointApp } from "./CheckpointApp.tsx";
import { here, openLocal } from "./store/local.ts";
import { learnMe, refreshKit, startSync } from "./store/sync.ts";

/** Once it was opened with a network, the page opens without one, with the reader of codes. */
function keepPage(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/checkpoint-sw.js", { scope: "/checkpoint/" }).catch(() => undefined);
}

/** Whoever signed in at the first page is known here too. */
async function learnWho(): Promise<void> {
  if (here().kept.me !== undefined) return;
  await learnMe();
  await refreshKit();
}

const root = document.getElementById("app");
// What the phone keeps is read before the first screen: a shift goes on where it was.
if (root !== null) {
  void openLocal().then(() => {
    createRoot(root).render(
      <StrictMode>
        <CheckpointApp />
      </StrictMode>,
    );
    // Behind the first screen: who I am, the reader of codes before the first code, and keeping the page.
    void learnWho()
      .catch(() => undefined)
      .then(() => decoder())
      .catch(() => undefined)
      .then(keepPage);
    startSync();
  });
}
