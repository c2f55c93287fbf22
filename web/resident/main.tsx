import { createRoot } from "react-dom/client";
import { openLocal } from "./store/local.ts";

void openLocal().then(() => createRoot(document.createElement("div")).render(null));
