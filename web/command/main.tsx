import { lazy } from "react";
import { start } from "../shared/start.tsx";

/** The component library is most of the bytes: it arrives behind the first paint. */
const CommandApp = lazy(async () => ({ default: (await import("./shell/CommandApp.tsx")).CommandApp }));

start(<CommandApp />);
