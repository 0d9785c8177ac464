/** Opening a link in the browser of whoever sits in front of the terminal. */
import type { Environment } from './capabilities.ts';

/** Programs that open links on such a machine, the likeliest first; none where nobody would see it. */
export function openers(env: Environment, platform: NodeJS.Platform): readonly string[] {
	const isRemote = Boolean(env.SSH_CONNECTION || env.SSH_TTY || env.SSH_CLIENT);
	if (platform === 'darwin') return isRemote ? [] : ['open'];
	if (platform === 'win32') return ['explorer.exe'];
	if (env.WSL_DISTRO_NAME) return ['wslview', 'explorer.exe'];
	return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : [];
}

/** Starts a program for a link; false where it cannot be started. What it prints must not land on the screen. */
async function started(program: string, url: string): Promise<boolean> {
	const { spawn } = await import('node:child_process');
	return new Promise((resolve) => {
		const child = spawn(program, [url], { detached: true, stdio: 'ignore' });
		child.once('error', () => resolve(false));
		child.once('spawn', () => {
			child.unref();
			resolve(true);
		});
	});
}

/** Opens a link; false where there is nothing to open it with. */
export async function openLink(
	url: string,
	env: Environment = process.env,
	platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
	for (const program of openers(env, platform)) if (await started(program, url)) return true;
	return false;
}
