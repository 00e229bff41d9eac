import { execFile } from "node:child_process";
import { promisify } from "node:util";

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // asks only
    return true;
  } catch {
    return false;
  }
}

/** The processes that a process started, and those that they started. */
export async function descendantsOf(pid: number): Promise<readonly number[]> {
  const asked = promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
  const { stdout } = await asked;
  const pairs = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([child]) => child !== asked.child.pid);
  const found: number[] = [];
  for (let parents = [pid]; parents.length > 0; ) {
    parents = pairs.flatMap(([child = 0, parent = 0]) => (parents.includes(parent) ? [child] : []));
    found.push(...parents);
  }
  return found;
}
