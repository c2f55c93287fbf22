import { start } from "../shared/start.tsx";
import { FieldApp, loadNext } from "./FieldApp.tsx";
import "./css/frame.css";
import "./css/list.css";
import "./css/resident.css";
import "./css/report.css";
import "./css/sending.css";
import "./css/vault.css";
import { keepPage } from "./store/page.ts";
import { openLocal } from "./store/vault.ts";

if (import.meta.env.PROD) keepPage();
// What the phone keeps is there before the first screen: it shows the list at once, and the network follows.
void openLocal().then(() => {
  start(<FieldApp />);
  // After the first picture: a frame, and what the browser does after it.
  requestAnimationFrame(() => setTimeout(loadNext));
});
