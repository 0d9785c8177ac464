import { describe, expect, it } from 'vitest';
import { htmlDocument } from '../../source/reports/html-document.ts';

const page = (title: string, cell: string): string =>
	[
		...htmlDocument({
			title,
			lines: ['', 'compliance  97%'],
			sections: [
				{
					title: 'By level',
					table: {
						columns: [
							{ title: 'LEVEL', align: 'left' },
							{ title: 'MISSED', align: 'right' },
						],
						rows: [[cell, '3']],
					},
				},
			],
		}),
	].join('\n');

describe('a report as a page', () => {
	it('has its title, lines and tables, figures to the right, and loads nothing', () => {
		const html = page('November', 'gold');
		expect(html).toContain('<h1>November</h1>');
		expect(html).toContain('<p>compliance  97%</p>');
		expect(html).toContain('<tr><td>gold</td><td class="right">3</td></tr>');
		expect(html).not.toMatch(/https?:|<script|<link|@import|url\(/);
	});

	it('shows what names hold as text, whatever they hold', () => {
		const html = page('<b>', '<img src=x onerror="alert(1)">\u001b[2J&amp;');
		expect(html).toContain('<title>&lt;b&gt;</title>');
		expect(html).toContain('<td>&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;amp;</td>');
	});
});
