/** OpenAPI 3.1 from the routes: nothing is written twice, so nothing can differ. */
import { z } from "zod";
import { common, type ProblemKind } from "#kernel/problem.ts";
import type { AnyRoute } from "#kernel/route.ts";

type Json = Readonly<Record<string, unknown>>;

/** The whole API as an OpenAPI 3.1 document. */
export function openApi(routes: readonly AnyRoute[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Wangge",
      version,
      description:
        "Errors are RFC 9457 problem documents with a stable `code`, a Chinese `title` and an English `detail`.",
    },
    paths,
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "wangge_session" },
        terminal: { type: "http", scheme: "bearer" },
      },
      schemas: {
        Problem: {
          type: "object",
          required: ["type", "code", "status", "title", "detail", "requestId"],
          properties: Object.fromEntries(
            ["type", "code", "title", "detail", "requestId"]
              .map((name) => [name, { type: "string" }])
              .concat([["status", { type: "integer" }]] as never),
          ),
        },
      },
    },
  };
}

function operation(route: AnyRoute): Json {
  const inPath = new Set([...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
  const params = schemaOf(route.params, "input") as { properties?: Record<string, Json>; required?: string[] };
  const parameters = Object.entries(params.properties ?? {}).map(([name, schema]) => ({
    name,
    in: inPath.has(name) ? "path" : "query",
    required: inPath.has(name) || (params.required ?? []).includes(name),
    schema,
  }));
  const hasBody = route.method !== "GET" && route.method !== "DELETE" && !(route.body instanceof z.ZodUndefined);
  const media = route.raw === "in" ? "application/octet-stream" : "application/json";
  return {
    summary: route.summary,
    ...(route.who === "anyone" ? { security: [] } : { security: [{ session: [] }, { terminal: [] }] }),
    "x-who": route.who,
    parameters,
    ...(hasBody
      ? {
          requestBody: {
            required: true,
            content: {
              [media]: {
                schema: route.raw === "in" ? { type: "string", format: "binary" } : schemaOf(route.body, "input"),
              },
            },
          },
        }
      : {}),
    responses: {
      "200":
        route.raw === "out"
          ? { description: "a stream" }
          : { description: "done", content: { "application/json": { schema: schemaOf(route.result, "output") } } },
      ...refusals(route),
    },
  };
}

const schemaOf = (schema: z.ZodType, io: "input" | "output"): Json =>
  z.toJSONSchema(schema, { io, unrepresentable: "any", target: "draft-2020-12" }) as Json;

function refusals(route: AnyRoute): Json {
  const all: readonly ProblemKind[] = [
    common["wrong-shape"],
    common["too-many"],
    ...(route.who === "anyone" ? [] : [common["not-signed-in"]]),
    ...(Array.isArray(route.who) ? [common["not-your-duty"]] : []),
    ...route.problems,
  ];
  const byStatus = Map.groupBy(all, (kind) => kind.status);
  return Object.fromEntries(
    [...byStatus].map(([status, kinds]) => [
      String(status),
      {
        description: kinds.map((kind) => `\`${kind.code}\`: ${kind.en}`).join("\n\n"),
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}
