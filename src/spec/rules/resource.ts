import { tagNameForm } from "../../pool/forms.ts";
import { groupNameMistake } from "../../pool/group.ts";
import { below } from "../../shared/pointer.ts";
import { quote } from "../quote.ts";
import { type RegionStanding, regionStanding } from "../regions.ts";
import { repeated } from "./repeated.ts";
import type { Rule } from "./rule.ts";

/** What a pool is as a resource of Azure's. */
export const RESOURCE: readonly Rule[] = [
  {
    code: "pool/resource-group",
    severity: "error",
    demand:
      "`resourceGroup` has no letter whose case is another one's, such as `ı` or `ς`, and no mark apart from its letter",
    source: "Azure compares names of groups without case, and does not document how",
    check: ({ resourceGroup }) => {
      const message = resourceGroup === undefined ? undefined : groupNameMistake(resourceGroup);
      return message === undefined ? [] : [{ pointer: "/resourceGroup", message }];
    },
  },
  {
    code: "pool/name-hyphen",
    severity: "warning",
    demand: "`name` has no hyphen",
    source: "the REST page's pattern has none, but Microsoft's own examples and many pools do",
    check: ({ name }) => {
      if (!name?.includes("-")) return [];
      const message =
        "the documented pattern of names has no hyphen, though the service has taken them so far: write letters and digits only to be sure";
      return [{ pointer: "/name", message }];
    },
  },
  {
    code: "pool/region",
    severity: "warning",
    demand: "`location` is a region where session pools are known to exist",
    source: "Microsoft's own probe of all regions (2026-04-17); Azure adds regions, so it is no error",
    check: ({ location }) => {
      if (location === undefined) return [];
      const message = wordsFor(location, regionStanding(location));
      return message === undefined ? [] : [{ pointer: "/location", message }];
    },
  },
  {
    code: "pool/tag-duplicate",
    severity: "error",
    demand: "no two `tags` differ only by upper and lower case",
    source: "ARM compares names of tags without case",
    check: ({ tags = {} }) => {
      const names = Object.keys(tags);
      return repeated(names, tagNameForm).map((index) => {
        const name = names[index] ?? "";
        const message = `the tag ${quote(name)} is there before already, but for upper and lower case: take one out`;
        return { pointer: below("/tags", name), message };
      });
    },
  },
];

function wordsFor(location: string, standing: RegionStanding): string | undefined {
  switch (standing.kind) {
    case "has pools":
      return undefined;
    case "without pools":
      return `no session pool could be made in ${quote(location)} so far: choose another region, such as East US`;
    case "unknown": {
      const advice = standing.near ? `did you mean ${standing.near}?` : "write one such as East US";
      return `${quote(location)} is no region where session pools are known to exist: ${advice}`;
    }
  }
}
