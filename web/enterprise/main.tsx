import { onSignedOut } from "../shared/api.ts";
import { start } from "../shared/start.tsx";
import "./enterprise.css";
import { EnterpriseApp } from "./EnterpriseApp.tsx";

// The page says itself where to sign in: nobody is thrown out of a half-filled form.
onSignedOut(() => undefined);
start(<EnterpriseApp />);
