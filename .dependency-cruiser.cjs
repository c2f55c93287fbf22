/** Who may import whom (style.md §4.1). Each rule says why in its comment; the build fails on the first breach. */
const TEST = "\\.(test|testing|story)\\.ts$|^testing/";
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      comment: "a cycle has no top to start reading from",
      from: {},
      to: { circular: true },
    },
    {
      name: "kernel-is-bottom",
      severity: "error",
      comment: "the kernel knows nobody",
      from: { path: "^kernel/", pathNot: TEST },
      to: { pathNot: "^kernel/|node_modules/zod" },
    },
    {
      name: "rules-are-pure",
      severity: "error",
      comment: "rules may know kernel and other rules, nothing else",
      from: { path: "^capabilities/[^/]+/rules/", pathNot: TEST },
      to: { pathNot: "^(kernel|capabilities/[^/]+/rules)/|node_modules/zod" },
    },
    {
      name: "contracts-are-shapes",
      severity: "error",
      comment: "a contract runs in the browser too",
      from: { path: "^capabilities/[^/]+/(contract[\\w-]*|words)\\.ts$" },
      to: { pathNot: "^(kernel|capabilities/[^/]+/(rules/|contract[\\w-]*\\.ts|words\\.ts))|node_modules/zod" },
    },
    {
      name: "stores-are-private",
      severity: "error",
      comment: "a capability's tables belong to it: ask its use cases",
      from: { path: "^capabilities/([^/]+)/", pathNot: TEST },
      to: { path: "^capabilities/(?!$1/)[^/]+/store[^/]*\\.ts$" },
    },
    {
      name: "web-sees-shapes-only",
      severity: "error",
      comment: "the browser gets rules and contracts, never server code",
      from: { path: "^web/", pathNot: TEST },
      to: {
        path: "^(platform|cli|simulator|bench|testing|capabilities/[^/]+/(?!contract[\\w-]*\\.ts|words\\.ts|rules/))",
      },
    },
    {
      name: "platform-knows-no-capability",
      severity: "error",
      comment: "the floor doesn't know the furniture",
      from: { path: "^platform/", pathNot: TEST },
      to: { path: "^(capabilities|web|cli|simulator)/" },
    },
    {
      name: "simulator-knows-no-server",
      severity: "error",
      comment: "a simulator that shares the server's code proves nothing",
      from: { path: "^simulator/", pathNot: TEST },
      to: { path: "^(platform|web|cli|capabilities/[^/]+/(?!contract[\\w-]*\\.ts|rules/))" },
    },
    {
      name: "not-to-dev-dep",
      severity: "error",
      comment: "the server must start after npm install --omit=dev",
      from: { path: "^(kernel|platform|capabilities|main|cli)", pathNot: TEST },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "not-unresolvable",
      severity: "error",
      comment: "an import that nobody can resolve",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.server.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "\\.css$|\\.wasm\\?url$" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types"],
      extensions: [".ts", ".tsx", ".js"],
    },
  },
};
