// For a test of real processes: builds what is out of date, starts a MariaDB and a Redis of its own in the folder given,
// prints {"databaseUrl", "redisUrl"}, and stops them when its standard input ends: also when the test was killed.
import { build } from '../../../deploy/start/build.mjs';
import { lifetime } from '../../../deploy/start/lifetime.mjs';
import { startServers } from '../../../deploy/servers/servers.mjs';

const [dataDir] = process.argv.slice(2);
await lifetime(
  async (life) => {
    const say = (line) => console.error(line);
    await build(life, say);
    const { databaseUrl, redisUrl } = await startServers({
      dataDir,
      onStarting: (stop) => life.onEnd(stop),
    });
    console.log(JSON.stringify({ databaseUrl, redisUrl }));
    await new Promise((ended) => process.stdin.once('end', ended).resume());
    return 0;
  },
  { interrupted: 130 },
);
