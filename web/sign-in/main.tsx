import { start } from "../shared/start.tsx";
import { SignInPage } from "./SignInPage.tsx";

start(<SignInPage />);
