import type { z } from "zod";
import type { Route } from "#kernel/route.ts";
import { addressOf } from "./api.ts";
import { Refusal, Unreachable } from "./refusal.ts";

/**
 * Sends a file's bytes to a route with `raw: "in"`, streamed from disk by the browser; `onProgress` hears the share
 * sent, 0 to 1 (fetch cannot tell it).
 */
export function upload<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: Route<P, B, R>,
  params: z.input<P>,
  { file, onProgress }: { readonly file: Blob; readonly onProgress: (share: number) => void },
): Promise<z.output<R>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(route.method, addressOf(route, params));
    request.setRequestHeader("content-type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    request.onerror = () => reject(new Unreachable("no answer"));
    request.onload = () => {
      if (request.status < 300) resolve(request.response);
      else reject(new Refusal(request.status, request.response ?? {}));
    };
    request.send(file);
  });
}
