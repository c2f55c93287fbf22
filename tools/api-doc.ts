/** docs/api.md from the routes: a golden that a person reviews; the server gives the whole as OpenAPI 3.1. */
import type { AnyCommand } from "#kernel/command.ts";
import type { AnyCopyKind } from "#kernel/copy.ts";
import { common, FAULT, type ProblemKind } from "#kernel/problem.ts";
import type { AnyRoute } from "#kernel/route.ts";

const HEAD = `# The API

Made from the routes themselves (\`tools/api-doc.ts\`; a test keeps it in step). The running server gives the whole as OpenAPI 3.1 at \`/api/v1/openapi.json\`: parameters, bodies, results.

- All paths are below \`/api/v1\`. Bodies and answers are JSON in UTF-8; instants are ISO 8601 with an offset, days \`YYYY-MM-DD\` in Asia/Shanghai, ids UUIDv7, places strings of digits whose prefixes are their ancestors.
- Sign in with \`POST /session\`: a browser gets a cookie that no script can read; a registered terminal gets a bearer token. A request acts from one post; what lies outside its area does not exist for it (404).
- Refusals are RFC 9457 problem documents: \`code\` is stable and never reused, \`title\` says it in Chinese and \`detail\` in English, with what to do next; \`requestId\` finds it in the log. A fault of ours is \`${FAULT.code}\` and says nothing of its inside.
- Reports and receipts carry ids made by the phone: sending them again changes nothing. Lists are paged by \`after\`, never by counting.
- Pokes: \`GET /inbox/events\` is a stream of Server-Sent Events whose ids are versions of the inbox; come back with \`Last-Event-ID\` and nothing is missed.
`;

/** What phones say and hold beside the routes. */
type Phones = { readonly commands: readonly AnyCommand[]; readonly copies: readonly AnyCopyKind[] };

/** The page as Markdown. */
export function apiDoc(routes: readonly AnyRoute[], phones: Phones): string {
  const byCapability = Map.groupBy(routes, (route) => `/${route.path.split("/")[1]}`);
  const sections = [...byCapability].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, some]) => section(name, some));
  return `${HEAD}\n## Routes\n\n${sections.join("\n\n")}\n\n${ofPhones(phones)}\n\n## Refusals\n\n${refusals(routes)}\n`;
}

const ofPhones = ({ commands, copies }: Phones): string =>
  [
    "## What a phone says",
    "",
    "Kinds of `POST /field/commands`. Names are for ever, bodies only grow by optional fields (`testing/vectors/phone-says.json`).",
    "",
    "| command | who | what |",
    "| --- | --- | --- |",
    ...commands.map((one) => `| \`${one.kind}\` | ${who(one)} | ${cell(one.summary)} |`).sort(),
    "",
    "## What a phone holds",
    "",
    `Kinds of \`GET /field/copy\`: ${copies
      .map(({ name }) => `\`${name}\``)
      .sort()
      .join(", ")}.`,
  ].join("\n");

function section(name: string, routes: readonly AnyRoute[]): string {
  const rows = routes
    .map((route) => `| \`${route.method} ${route.path}\` | ${who(route)} | ${cell(route.summary)} |`)
    .sort();
  return [`### ${name}`, "", "| route | who | what |", "| --- | --- | --- |", ...rows].join("\n");
}

const who = (route: Pick<AnyRoute, "who">): string =>
  typeof route.who === "string" ? route.who : [...new Set(route.who)].sort().join(", ");

const cell = (text: string): string => text.replaceAll("|", "\\|");

function refusals(routes: readonly AnyRoute[]): string {
  const kinds: readonly ProblemKind[] = [...Object.values(common), ...routes.flatMap((route) => route.problems)];
  const unique = [...new Map(kinds.map((kind) => [kind.code, kind])).values()].sort((a, b) =>
    a.code < b.code ? -1 : 1,
  );
  const rows = unique.map((kind) => `| \`${kind.code}\` | ${kind.status} | ${cell(kind.zh)} | ${cell(kind.en)} |`);
  return ["| code | status | 中文 | English |", "| --- | --- | --- | --- |", ...rows].join("\n");
}
