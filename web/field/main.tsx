import { start } from "../shared/start.tsx";
import { FieldApp } from "./FieldApp.tsx";
import "./css/frame.css";
import "./css/list.css";
import "./css/resident.css";
import "./css/report.css";
import "./css/sending.css";
import { openLocal } from "./store/local.ts";

// Once it was opened with a network, the phone's page opens without one.
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  navigator.serviceWorker.register("/field-sw.js", { scope: "/field/" }).catch(() => undefined);
}
// What the phone keeps is there before the first screen: it shows the list at once, and the network follows.
void openLocal().then(() => start(<FieldApp />));
