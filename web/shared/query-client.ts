import { QueryClient } from "@tanstack/react-query";
import { isRefusal, Unreachable } from "./refusal.ts";

/** Asks again only where asking again can help: no network, or a server that said "later". */
const mayHelp = (error: Error): boolean => error instanceof Unreachable || (isRefusal(error) && error.status === 503);

export const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 1_000,
        networkMode: "always",
        retry: (failures, error) => failures < 2 && mayHelp(error),
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 8_000) * (0.5 + Math.random() / 2),
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
