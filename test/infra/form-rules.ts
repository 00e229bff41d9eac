import { at, codeOf, fileOf, type Infra, pathOfModule, textsOf } from "./templates.ts";

/** What a compiler would refuse too, as far as it shows in the text. */

export const syntax = (infra: Infra): readonly string[] =>
  [...infra.values()].flatMap(({ mistakes }) => mistakes);

export function names(infra: Infra): readonly string[] {
  return [...infra.values()].flatMap(({ path, undeclared, unused }) => [
    ...undeclared.map((name) => `${path}: ${name} is declared nowhere`),
    ...(path.endsWith(".bicepparam") ? [] : unused.map((name) => `${path}: nothing uses ${name}`)),
  ]);
}

/** Every module gets what it asks for, and nothing else; what is secure stays so. */
export function modules(infra: Infra): readonly string[] {
  return [...infra.values()].flatMap(({ path, modules: calls, parameters: own }) =>
    calls.flatMap(({ symbol, path: target, properties }) => {
      const file = infra.get(pathOfModule(path, target));
      if (!file) return [`${path}: ${symbol} is the module ${target}, which is missing`];
      const params = properties.params;
      const given =
        at({ properties }, "params") && params && typeof params === "object" && "properties" in params
          ? params.properties
          : {};
      const secure = own.filter(({ isSecure }) => isSecure).map(({ name }) => name);
      return [
        ...file.parameters
          .filter(({ name, isRequired }) => isRequired && !(name in given))
          .map(({ name }) => `${path}: ${symbol} is not given ${name}`),
        ...Object.entries(given).flatMap(([name, value]) => {
          const taken = file.parameters.find((each) => each.name === name);
          if (!taken) return [`${path}: ${symbol} is given ${name}, which it does not take`];
          return secure.includes(codeOf(value)) && !taken.isSecure
            ? [`${path}: ${symbol} takes the secret ${codeOf(value)} in the open`]
            : [];
        }),
      ];
    }),
  );
}

/** The parameters file answers what has no default, and nothing that is not asked. */
export function answers(infra: Infra): readonly string[] {
  const given = Object.keys(fileOf(infra, "main.bicepparam").variables);
  const asked = fileOf(infra, "main.bicep").parameters;
  return [
    ...asked
      .filter(({ name, isRequired }) => isRequired && !given.includes(name))
      .map(({ name }) => `main.bicepparam does not say ${name}`),
    ...given
      .filter((name) => !asked.some((each) => each.name === name))
      .map((name) => `main.bicepparam says ${name}, which nobody asks`),
  ];
}

/** Abbreviations of the Cloud Adoption Framework, where a name is a literal. */
const ABBREVIATIONS: readonly (readonly [type: RegExp, prefix: string])[] = [
  [/resourceGroups$/, "rg-"],
  [/workspaces$/, "log-"],
  [/Insights\/components$/, "appi-"],
  [/actionGroups$/, "ag-"],
  [/virtualNetworks$/, "vnet-"],
  [/virtualNetworks\/subnets$/, "snet-"],
  [/privateEndpoints$/, "pep-"],
];
const PREFIXES_OF_MAIN = ["id-poolkeeper-", "func-poolkeeper-", "asp-poolkeeper-", "/st$", "/kv-$"];

export function abbreviations(infra: Infra): readonly string[] {
  const wrong = [...infra.values()].flatMap(({ path, resources }) =>
    resources.flatMap(({ symbol, type, properties }) => {
      const prefix = ABBREVIATIONS.find(([pattern]) => pattern.test(type))?.[1];
      const name = properties.name;
      if (!prefix || typeof name !== "string") return [];
      return name.startsWith(prefix) ? [] : [`${path}: the name of ${symbol} does not begin with ${prefix}`];
    }),
  );
  const { text } = fileOf(infra, "main.bicep");
  return [
    ...wrong,
    ...PREFIXES_OF_MAIN.filter((prefix) => !text.includes(prefix)).map(
      (prefix) => `main.bicep: no name begins with ${prefix}`,
    ),
  ];
}

export function storageLayout(
  infra: Infra,
  wanted: { readonly containers: readonly string[]; readonly queues: readonly string[] },
): readonly string[] {
  const file = fileOf(infra, "modules/storage.bicep");
  const containers = [
    ...textsOf(file.variables.containers, file),
    ...textsOf(file.variables.auditContainer, file),
  ];
  const queues = textsOf(file.variables.queues, file);
  const missing = (kind: string, all: readonly string[], there: readonly string[]) =>
    all.filter((name) => !there.includes(name)).map((name) => `no ${kind} ${name}`);
  return [
    ...missing("container", wanted.containers, containers),
    ...missing("queue", wanted.queues, queues),
    ...missing("use for the queue", queues, wanted.queues),
  ];
}
