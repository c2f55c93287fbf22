import { start } from "../shared/start.tsx";
import { OpenPage } from "./OpenPage.tsx";
import "./open.css";

start(<OpenPage />);
