import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { onSignedOut } from "../shared/api.ts";
import "../shared/tokens.css";
import "./css/frame.css";
import "./css/code.css";
import { loadCode, ResidentApp } from "./ResidentApp.tsx";
import { markSignedOut, openLocal, wasHere } from "./store/local.ts";

// Once it was opened with a network, the page opens without one.
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  navigator.serviceWorker.register("/resident-sw.js", { scope: "/resident/" }).catch(() => undefined);
}
onSignedOut(() => markSignedOut(true));

// On a phone that has shown a code before, its screen is fetched beside the database, not after it.
if (wasHere() && /^(#\/?|#\/code\/.*)?$/.test(location.hash)) loadCode();

const root = document.getElementById("app");
// What the phone keeps is read before the first screen: it shows the code at once, and the network follows.
if (root !== null) {
  void openLocal().then(() =>
    createRoot(root).render(
      <StrictMode>
        <ResidentApp />
      </StrictMode>,
    ),
  );
}
