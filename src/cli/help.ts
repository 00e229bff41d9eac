/** What `poolkeeper --help` says. */
export const HELP = `poolkeeper: GitOps for Azure Container Apps session pools

Usage: poolkeeper <command> [options]

Commands:
  validate [path…]    check specs as the server would, before you push
  init [name|path]    write a commented spec to begin with
  export [id…]        print the specs of live pools

Options:
  -h, --help          say this, or what a command does: poolkeeper validate --help
  -v, --version       say the version

Exit codes: 0 fine, 1 errors in specs, 2 could not run.
`;

/** What `poolkeeper <command> --help` says. */
export const COMMAND_HELP = {
  validate: `Checks specs as the server would, before you push.

Usage: poolkeeper validate [options] [path…]

  path                a file, or a directory to look for specs in: this one without any. A file that is
                      named is always checked. - is standard input.

Options:
  -f, --format <name>       human (without it), json, github (annotations of a workflow) or sarif
      --resource-group <id> only this group may be deployed to, as a source says; may be repeated
      --key-vault <name>    secrets may come only from this vault, as a source says; may be repeated
      --max-warnings <n>    exit with 1 if there are more warnings
      --stdin-path <path>   what the text on standard input is, or will be, called
      --color, --no-color   colours, or none; without either, on a terminal only
  -h, --help                say this

Exit codes: 0 no errors, 1 errors, 2 could not run, or there was nothing to check.

Examples:
  poolkeeper validate pools/
  poolkeeper validate --format github pools/
  poolkeeper validate --format json --stdin-path pools/a.yaml - < pools/a.yaml
`,
  init: `Writes a commented spec to begin with. A file that is there already is left alone.

Usage: poolkeeper init [options] [name|path]

  name|path           the pool's name, or the file that is called after it: pools/worker is pools/worker.yaml

Options:
  -t, --type <type>         PythonLTS (without it), CustomContainer, NodeLTS or Shell
      --subscription <id>   where the pool is to live
      --resource-group <name>
      --location <region>   such as "East US"
      --force               write over a file that is there
  -h, --help                say this

Examples:
  poolkeeper init
  poolkeeper init --type CustomContainer pools/worker.yaml
`,
  export: `Prints the specs of live pools: what you would have written to get them.

Usage: az containerapp sessionpool show -n <name> -g <group> -o json | poolkeeper export
       poolkeeper export [options] <id…>

  id                  ARM id of a pool, or of a resource group for all of its pools: read from ARM as whoever is
                      signed in here (environment, managed identity, Azure CLI). Without any, what
                      az containerapp sessionpool show or list prints is read from standard input.

Options:
  -o, --output <directory>  write a file for each pool instead; one that is there already is left alone
      --force               write over files that are there
  -h, --help                say this

Values of secrets can't be read back: the spec names each, for you to say where in Key Vault it lies.
Exit codes: 0 fine, 1 a spec was printed that has errors, 2 could not run.
`,
} as const;
