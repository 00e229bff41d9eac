import { run } from "./run.ts";
import { writeScript } from "./script.ts";

const from = Number(process.argv[2] ?? 1),
  n = Number(process.argv[3] ?? 1);
const t = performance.now();
const by: Record<string, number[]> = {};
let steps = 0;
const states = new Set();
for (let s = from; s < from + n; s++) {
  const o = await run(writeScript(s));
  steps += o.steps;
  for (const x of o.states) states.add(x);
  if (o.breach) {
    (by[`${o.breach.promise} ${o.breach.says}: ${o.breach.why.slice(0, 150)}`] ??= []).push(s);
    if (n === 1) {
      console.log(JSON.stringify(writeScript(s), null, 1));
      console.log(
        o.lines
          .slice(-Number(process.argv[4] ?? 100))
          .join("\n")
          .slice(-20000),
      );
      console.log(o.breach);
    }
  }
}
for (const [k, v] of Object.entries(by)) console.log(v.length, k, v.slice(0, 5).join(","));
console.log((performance.now() - t) / n, "ms/seed", steps / n, "steps", states.size);
