import { useMe } from "../shared/me.ts";
import { start } from "../shared/start.tsx";

function CommandHome() {
  const { displayName } = useMe();
  return <h1>{displayName}</h1>;
}

start(<CommandHome />);
