// Mozilla Observatory's own scorer, run on this machine against the host name in HOST.
// It asks ports 443 and 80 of that host; both are led to the servers at HTTPS_PORT and HTTP_PORT.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";

const { HOST, HTTPS_PORT, HTTP_PORT, PACKAGES } = process.env;
const ports = { 443: HTTPS_PORT, 80: HTTP_PORT };

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  if (options.host === HOST) Object.assign(options, { host: "127.0.0.1", port: ports[options.port] });
  return connect.apply(this, given);
};

// Its install script would fetch both lists; a made-up host is in neither.
const main = createRequire(path.join(PACKAGES, "/")).resolve("@mdn/mdn-http-observatory");
const conf = path.resolve(path.dirname(main), "..", "conf");
writeFileSync(path.join(conf, "hsts-preload.json"), "{}");
writeFileSync(path.join(conf, "tld-list.json"), "[]");

const { scan } = await import(pathToFileURL(main));
console.log(JSON.stringify(await scan(HOST)));
process.exit(0);
