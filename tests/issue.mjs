// Annotations, as JSON lines on standard input, written by GitHub's toolkit.
// usage: issue.mjs NODE_MODULES
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const core = resolve(process.argv[2], '@actions/core/lib/command.js');
const { issueCommand } = await import(pathToFileURL(core));
for (const line of readFileSync(0, 'utf8').split('\n')) {
	if (!line)
		continue;
	const { command, properties, message } = JSON.parse(line);
	issueCommand(command, properties, message);
}
