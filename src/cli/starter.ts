import { stringify } from "yaml";

export const CONTAINER_TYPES = ["PythonLTS", "CustomContainer", "NodeLTS", "Shell"] as const;
export type ContainerType = (typeof CONTAINER_TYPES)[number];

export function isContainerType(text: string): text is ContainerType {
  return (CONTAINER_TYPES as readonly string[]).includes(text);
}

interface Target {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
  readonly location: string;
}

/** A spec of each type, as a beginner would like to find it: every choice with its reason. */
export function starter(type: ContainerType, target: Target): string {
  const properties = type === "CustomContainer" ? customContainer(target) : interpreter(type);
  return `${where(target)}${type === "CustomContainer" ? identity(target) : ""}
properties:
${properties.trim().replaceAll(/^(?=.)/gm, "  ")}

# Notes that Azure keeps with the pool, for bills and searches.
# tags:
#   team: core
`;
}

const quoted = (text: string): string => stringify(text, { lineWidth: 0 }).trimEnd();

function where({ subscriptionId, resourceGroup, name, location }: Target): string {
  return `
# Where the pool lives. The resource group is there already, and the source is allowed to deploy to it.
subscriptionId: ${quoted(subscriptionId)}
resourceGroup: ${quoted(resourceGroup)}

# Lower-case letters and digits, 3 to 63 of them. Another name is another pool.
name: ${quoted(name)}

# The region. It can't be changed later: that takes a pool with another name.
location: ${quoted(location)}
`;
}

const PREVIEW = `This api-version does not name the type yet, so Azure may refuse it:
# that is what the warning pool/container-type-preview is about.`;

const KINDS: { readonly [type in Exclude<ContainerType, "CustomContainer">]: string } = {
  PythonLTS: "Python code runs in a session, in a container that Microsoft keeps up to date.",
  NodeLTS: `JavaScript runs in a session. ${PREVIEW}`,
  Shell: `Shell commands run in a session. ${PREVIEW}`,
};

function interpreter(type: Exclude<ContainerType, "CustomContainer">): string {
  return `
# ${KINDS[type]}
# It can't be changed later.
containerType: ${type}

# Sessions come and go by themselves. Azure takes no other value.
poolManagementType: Dynamic

scaleConfiguration:
  # The most sessions at the same time; 600 at most. A session counts until its cooldown is over.
  maxConcurrentSessions: 100

dynamicPoolConfiguration:
  lifecycleConfiguration:
    # A session ends when nobody has used it for this many seconds: 300 to 3600.
    lifecycleType: Timed
    cooldownPeriodInSeconds: 300

sessionNetworkConfiguration:
  # EgressEnabled lets the code in a session reach the internet. Code that you don't trust had better not.
  status: EgressDisabled
`;
}

const groupOf = ({ subscriptionId, resourceGroup }: Target): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers`;

const identityOf = (target: Target): string =>
  `${groupOf(target)}/Microsoft.ManagedIdentity/userAssignedIdentities/my-identity`;

function identity(target: Target): string {
  return `
# Who the pool is for Azure. The identity is there already, and may pull from the registry (AcrPull).
identity:
  type: UserAssigned
  userAssignedIdentities:
    ${quoted(identityOf(target))}: {}
`;
}

function customContainer(target: Target): string {
  return `
# Your own image runs in a session. It can't be changed later.
containerType: CustomContainer

# The Container Apps environment that sessions run in: one with workload profiles. It can't be changed.
environmentId: ${quoted(`${groupOf(target)}/Microsoft.App/managedEnvironments/my-environment`)}

# Sessions come and go by themselves. Azure takes no other value.
poolManagementType: Dynamic

scaleConfiguration:
  # The most sessions at the same time.
  maxConcurrentSessions: 50
  # Sessions that wait, started, for somebody to come; they are paid for. More than 0, less than the most.
  readySessionInstances: 5

dynamicPoolConfiguration:
  lifecycleConfiguration:
    # A session ends when nobody has used it for this many seconds: 300 to 3600.
    # The other way is lifecycleType: OnContainerExit with maxAlivePeriodInSeconds and no cooldown.
    lifecycleType: Timed
    cooldownPeriodInSeconds: 300

# Secrets stay in Key Vault. Here are their names, for secretRef below, and where each is.
# secrets:
#   - name: api-key
#     keyVaultSecret: https://my-vault.vault.azure.net/secrets/api-key

customContainerTemplate:
  # How the image is pulled from a private registry. Take it out for a public one.
  registryCredentials:
    server: contoso.azurecr.io
    identity: ${quoted(identityOf(target))}
  containers:
    - name: main
      # Azure keeps an image once it has it: give every change a tag of its own, and never use latest.
      image: contoso.azurecr.io/worker:1.0.0
      # For each session. These go together: 0.25 and 0.5Gi, 0.5 and 1Gi, 1 and 2Gi, 2 and 4Gi.
      resources:
        cpu: 0.5
        memory: 1Gi
      # Everybody who reads the pool sees these values. A secret has secretRef: api-key instead of a value.
      env:
        - name: LOG_LEVEL
          value: info
  ingress:
    # The port that the container listens on.
    targetPort: 8080

# Whether the code in a session may use an identity of the pool. None: it is for pulling the image only.
# Main: the code can get its tokens, so never with code that you don't trust.
managedIdentitySettings:
  - identity: ${quoted(identityOf(target))}
    lifecycle: None

sessionNetworkConfiguration:
  # EgressEnabled lets the code in a session reach the internet. Code that you don't trust had better not.
  status: EgressDisabled
`;
}
