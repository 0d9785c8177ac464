/** What goes wrong with a source, said with its name. */
import { SourceProblem } from '../../sources/http/problem.ts';
import { cleanText } from '../../text/clean.ts';
import { EXIT_FAILED } from '../context.ts';

/** Does work for a source; where its help desk does not go along, says so on stderr and fails. */
export async function sayingProblems(source: string, work: () => Promise<number>): Promise<number> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof SourceProblem)) throw error;
		process.stderr.write(`slatop: source ${source}: ${cleanText(error.message)}\n`);
		return EXIT_FAILED;
	}
}
