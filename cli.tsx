import { EXIT_FAILED } from './source/commands/context.ts';
import { runProgram } from './source/commands/program.ts';
import { cleanMessageOf } from './source/text/message.ts';

// Whoever reads the output may stop reading (`slatop log | head`): that ends the work, quietly; what else keeps it
// from being written is told. A terminal that has gone away is the dashboard's to take leave of.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (process.stdout.isTTY) return;
	if (error.code === 'EPIPE') process.exit(0);
	const why = error.code === 'ENOSPC' ? 'no space is left where it goes' : cleanMessageOf(error);
	process.stderr.write(`slatop: the output cannot be written: ${why}\n`);
	process.exit(EXIT_FAILED);
});

void runProgram(process.argv.slice(2), process.env).then((code) => {
	process.exitCode = code;
});
