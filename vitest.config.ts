import { defineConfig } from "vitest/config";

/** Pages need a browser, stores a PostgreSQL, rules nothing: a project each, told apart by the file's name. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "rules",
          include: ["{kernel,platform,capabilities,simulator,cli,tools,web}/**/*.test.ts"],
          exclude: ["**/*.pg.test.ts", "**/*.fault.test.ts", "**/*.engines.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "stores",
          include: [
            "{kernel,platform,capabilities,simulator,cli,tools}/**/*.{pg,engines,fault}.test.ts",
            "testing/scenarios/**/*.{pg,fault}.test.ts",
          ],
          globalSetup: ["testing/postgres-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "story",
          include: ["testing/story/**/*.story.ts"],
          globalSetup: ["testing/postgres-setup.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // A page asks a server on the same two cores: the second that is the default is a matter of luck.
          expect: { poll: { timeout: 15_000 } },
          maxWorkers: 1,
        },
      },
    ],
  },
});
