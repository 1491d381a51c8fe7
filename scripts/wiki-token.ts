// npm run wiki:token: prints a token for the local wiki, for trying the API with curl.
import { Command, Option } from 'commander';
import {
  demoUserId,
  readSeedTenants,
  USER_ROLES,
  type UserRole,
} from '../wiki-service/src/database/seed.ts';
import { mintLocalToken } from '../wiki-service/src/local/mint-token.ts';

const tenants = readSeedTenants();

const options = new Command('npm run wiki:token --')
  .description('Prints a token for the local wiki, for trying the API with curl.')
  .addOption(
    new Option('--tenant <slug>', 'the tenant to sign in to')
      .choices(tenants.map(({ slug }) => slug))
      .makeOptionMandatory(),
  )
  .addOption(
    new Option('--role <role>', 'the role to sign in as').choices(USER_ROLES).makeOptionMandatory(),
  )
  .option('--minutes <number>', 'how long it is valid', Number, 60)
  .addHelpText('after', '\nIt is signed with a key that everybody knows, and counts only locally.')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ tenant: string; role: UserRole; minutes: number }>();

if (!(options.minutes > 0)) {
  console.error('--minutes must be a number above 0, for example 60.');
  process.exit(2);
}

const tenant = tenants.find(({ slug }) => slug === options.tenant);
console.log(
  await mintLocalToken(
    {
      sub: demoUserId(options.tenant, options.role),
      tenantId: tenant?.id ?? '',
      userRole: options.role,
    },
    Math.round(options.minutes * 60),
  ),
);
