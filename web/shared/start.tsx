import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./tokens.css";
import { makeQueryClient } from "./query-client.ts";
import { Part } from "./states.tsx";

/** Puts an entrance's pages into the document. */
export function start(app: ReactNode): void {
  const root = document.getElementById("app");
  if (root === null) return;
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={makeQueryClient()}>
        <Part>{app}</Part>
      </QueryClientProvider>
    </StrictMode>,
  );
}
