import type { ArmRequestKind } from "../../src/arm/requests.ts";
import { isList } from "./bicep.ts";
import { at, codeOf, fileOf, type Infra, made, textsOf } from "./templates.ts";

/** What a reviewer of the deployment's safety would look for. */

const ACCOUNT: readonly (readonly [property: string, value: unknown])[] = [
  ["allowSharedKeyAccess", false],
  ["allowBlobPublicAccess", false],
  ["allowCrossTenantReplication", false],
  ["supportsHttpsTrafficOnly", true],
  ["minimumTlsVersion", "TLS1_2"],
];

export function noSharedKey(infra: Infra): readonly string[] {
  const accounts = made(infra, /^Microsoft\.Storage\/storageAccounts$/).flatMap((account) =>
    ACCOUNT.filter(([name, value]) => at(account, `properties.${name}`) !== value).map(
      ([name, value]) => `${account.path}: ${account.symbol} has ${name} other than ${value}`,
    ),
  );
  const containers = made(infra, /\/containers$/)
    .filter((container) => at(container, "properties.publicAccess") !== "None")
    .map(({ path, symbol }) => `${path}: ${symbol} is open to the public`);
  const keys = [...infra.values()].flatMap(({ path, text }) =>
    [...text.matchAll(/\blist[A-Z]\w*\(|AccountKey|SharedAccessSignature/g)].map(
      ([found]) => `${path}: ${found} takes a key`,
    ),
  );
  return [...accounts, ...containers, ...keys];
}

const SOUNDS_SECRET = /secret|token|password|privatekey|connectionstring/i;

export function noSecretOutput(infra: Infra): readonly string[] {
  return [...infra.values()].flatMap(({ path, outputs, parameters }) => {
    const secure = parameters.filter(({ isSecure }) => isSecure).map(({ name }) => name);
    const told = outputs.filter(
      ({ name, code }) =>
        SOUNDS_SECRET.test(`${name} ${code}`) ||
        (code.match(/\w+/g) ?? []).some((word) => secure.includes(word)),
    );
    const open = parameters.filter(
      ({ name, isSecure, type }) => SOUNDS_SECRET.test(name) && type === "string" && !isSecure,
    );
    return [
      ...told.map(({ name }) => `${path}: the output ${name} may tell a secret`),
      ...open.map(({ name }) => `${path}: the parameter ${name} is not secure`),
    ];
  });
}

/** Microsoft's roles that may be given, by their ids. */
const ROLES_ALLOWED = [
  "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", // Storage Blob Data Owner
  "974c5e8b-45b9-4653-ba55-5f855dd0fb88", // Storage Queue Data Contributor
  "3913510d-42f4-4e42-8a64-420c390055eb", // Monitoring Metrics Publisher
  "4633458b-17de-408a-b874-0445c86b69e6", // Key Vault Secrets User
  "12338af0-0e69-4776-bea7-57ae8d297424", // Key Vault Crypto User
  "f7669afb-68b2-44b4-9c5f-6d2a47fddda0", // Container Apps SessionPools Contributor
  "f1a07417-d97a-45cb-824c-7a7467783830", // Managed Identity Operator
];
const UUID = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;

export function noWildcardRole(infra: Infra): readonly string[] {
  const wildcards = rolesOf(infra).flatMap(({ path, symbol, actions }) =>
    actions.length === 0
      ? [`${path}: the actions of ${symbol} can't be read`]
      : actions
          .filter((action) => action.includes("*"))
          .map((action) => `${path}: ${symbol} has the action ${action}`),
  );
  const strange = [...infra.values()]
    .filter(({ path, text }) => path.endsWith(".bicep") && text.includes("roleAssignments@"))
    .flatMap(({ path, text }) =>
      (text.match(UUID) ?? [])
        .filter((id) => !ROLES_ALLOWED.includes(id))
        .map((id) => `${path}: ${id} is no role to be given`),
    );
  return [...wildcards, ...strange];
}

function rolesOf(infra: Infra) {
  return made(infra, /\/roleDefinitions$/).map((role) => {
    const permissions = at(role, "properties.permissions");
    const [permission] = isList(permissions) ? permissions : [];
    return { ...role, actions: textsOf(at(permission, "actions"), fileOf(infra, role.path)) };
  });
}

/**
 * A role with another name is another role, and the old one would stay with all that it allowed: so a name depends on
 * nothing that an operator may change. Two deployments have a role each, since they may allow different things.
 */
export function rolesChangeInPlace(infra: Infra): readonly string[] {
  return rolesOf(infra).flatMap(({ path, symbol, properties }) => {
    const file = fileOf(infra, path);
    const name = codeOf(file.variables[codeOf(properties.name)] ?? properties.name);
    const words: readonly string[] = name.match(/\w+/g) ?? [];
    const others = file.parameters.filter((each) => each.name !== "principalId" && words.includes(each.name));
    return [
      ...others.map((each) => `${path}: another ${each.name} leaves the old ${symbol} in place`),
      ...(words.includes("principalId") ? [] : [`${path}: two deployments share ${symbol}`]),
    ];
  });
}

/** Only modules give roles, and a module runs in a resource group. */
export function noRoleAboveGroup(infra: Infra): readonly string[] {
  const roles = made(infra, /^Microsoft\.Authorization\//);
  const above = roles
    .filter(({ path }) => fileOf(infra, path).targetScope !== "resourceGroup")
    .map(({ path, symbol }) => `${path}: ${symbol} is above a resource group`);
  const assignable = rolesOf(infra)
    .filter(
      (role) =>
        codeOf(at(role, "properties.assignableScopes")) !== '[{"code":"groupId"}]' ||
        codeOf(fileOf(infra, role.path).variables.groupId) !== "resourceGroup().id",
    )
    .map(({ path, symbol }) => `${path}: ${symbol} may be assigned elsewhere than in its group`);
  const scopes = fileOf(infra, "main.bicep")
    .modules.filter(({ properties }) => !/^(group$|resourceGroup\(.+,.+\)$)/s.test(codeOf(properties.scope)))
    .map(({ symbol }) => `main.bicep: ${symbol} does not run in a resource group`);
  return [...above, ...assignable, ...scopes];
}

export function immutableAudit(infra: Infra): readonly string[] {
  const path = "modules/storage.bicep";
  const file = fileOf(infra, path);
  const policy = made(infra, /\/immutabilityPolicies$/).find(
    ({ properties }) => codeOf(properties.parent) === "audit",
  );
  const container = file.resources.find(({ symbol }) => symbol === "audit");
  const settings = file.resources.find(
    ({ type, isExisting }) => type.endsWith("/blobServices") && !isExisting,
  );
  const lifecycle = file.resources.find(({ type }) => type.endsWith("/managementPolicies"));
  const checks: readonly (readonly [boolean, string])[] = [
    [codeOf(container?.properties.name) === "auditContainer", "the container audit is not there"],
    [file.variables.auditContainer === "audit", "the container audit has another name"],
    [
      codeOf(policy && at(policy, "properties.immutabilityPeriodSinceCreationInDays")) ===
        "auditRetentionDays",
      "audit has no time-based immutability",
    ],
    [
      policy !== undefined && at(policy, "properties.allowProtectedAppendWrites") === false,
      "records of audit may be appended to",
    ],
    [
      settings !== undefined && at(settings, "properties.isVersioningEnabled") === true,
      "versions are not kept",
    ],
    [
      codeOf(lifecycle && at(lifecycle, "properties.policy.rules")).includes("auditContainer"),
      "audit has no lifecycle rule",
    ],
    // Versions are kept: a rule that deletes blobs alone would delete nothing.
    [
      !/\bbaseBlob: \{\s*delete:/.test(file.text) ||
        /\bbaseBlob: \{\s*delete:.*?\bversion: \{\s*delete:[^}]*auditDeleteAfterDays/s.test(file.text),
      "records of audit are deleted without their versions",
    ],
  ];
  return checks.filter(([holds]) => !holds).map(([, problem]) => `${path}: ${problem}`);
}

const VERBS = { GET: "read", PUT: "write", DELETE: "delete" } as const;
/** ARM checks these itself, when a pool is put into an environment. */
const LINKED = ["Microsoft.App/managedEnvironments/read", "Microsoft.App/managedEnvironments/join/action"];

/** `…/providers/Microsoft.App/sessionPools/{name}` is the type `Microsoft.App/sessionPools`. */
function actionOf({ method, path }: ArmRequestKind): string {
  const [, after = ""] = path.split("/providers/");
  const [provider, ...names] = after.split("/").filter((name) => !name.startsWith("{"));
  return `${provider}/${names.join("/")}/${VERBS[method]}`;
}

export function exactActions(infra: Infra, requests: readonly ArmRequestKind[]): readonly string[] {
  const file = fileOf(infra, "modules/followed-group.bicep");
  const actions = textsOf(file.variables.poolActions, file);
  const needed = [...requests.map(actionOf), ...LINKED];
  return [
    ...needed.filter((action) => !actions.includes(action)).map((action) => `the role lacks ${action}`),
    ...actions.filter((action) => !needed.includes(action)).map((action) => `nothing needs ${action}`),
  ];
}

/** Properties that ARM refuses for this plan, in some regions only (51021). */
const REFUSED_BY_FLEX = [
  "alwaysOn",
  "ftpsState",
  "functionAppScaleLimit",
  "functionsRuntimeScaleMonitoringEnabled",
  "linuxFxVersion",
  "nodeVersion",
  "preWarmedInstanceCount",
  "use32BitWorkerProcess",
];

export function hosting(infra: Infra): readonly string[] {
  const [site] = made(infra, /^Microsoft\.Web\/sites$/);
  const [plan] = made(infra, /^Microsoft\.Web\/serverfarms$/);
  const wanted: readonly (readonly [unknown, unknown, string])[] = [
    [plan && at(plan, "sku.name"), "FC1", "the plan is not Flex Consumption"],
    [site && at(site, "properties.httpsOnly"), true, "the app answers without TLS"],
    [
      site && at(site, "properties.functionAppConfig.runtime.version"),
      "24",
      "the app does not run Node.js 24",
    ],
    [
      site && at(site, "properties.functionAppConfig.siteUpdateStrategy.type"),
      "RollingUpdate",
      "updates cut off what runs",
    ],
    [
      site && at(site, "properties.functionAppConfig.deployment.storage.authentication.type"),
      "UserAssignedIdentity",
      "the package is not read by the identity",
    ],
    ...REFUSED_BY_FLEX.map(
      (name) =>
        [at(site, `properties.siteConfig.${name}`), undefined, `Flex Consumption refuses ${name}`] as const,
    ),
    ...["ftp", "scm"].map((name) => {
      const policy = made(infra, /basicPublishingCredentialsPolicies$/).find(
        ({ properties }) => properties.name === name,
      );
      return [policy && at(policy, "properties.allow"), false, `${name} takes passwords`] as const;
    }),
  ];
  return wanted
    .filter(([found, expected]) => found !== expected)
    .map(([, , problem]) => `modules/app.bicep: ${problem}`);
}
