import { describe, expect, it } from 'vitest';
import { htmlDocument } from '../../source/reports/html-document.ts';

const page = (title: string, cell: string): string =>
	[
		...htmlDocument({
			title,
			lines: ['', 'drawn up today'],
			facts: [['compliance', '97%']],
			sections: [
				{
					title: 'By level',
					table: {
						columns: [
							{ title: 'LEVEL', align: 'left' },
							{ title: 'DUE', align: 'left', isWhole: true },
							{ title: 'MISSED', align: 'right' },
						],
						rows: [
							[cell, '2026-11-03 08:30', '3'],
							['all', '', '3'],
						],
						hasTotal: true,
					},
				},
			],
		}),
	].join('\n');

describe('a report as a page', () => {
	it('has its title, lines, figures and tables, and loads nothing', () => {
		const html = page('November', 'gold');
		expect(html).toContain('<h1>November</h1>');
		expect(html).toContain('<p>drawn up today</p>');
		expect(html).toContain('<dt>compliance</dt><dd>97%</dd>');
		expect(html).toContain(
			'<tr><td>gold</td><td class="whole">2026-11-03 08:30</td><td class="right">3</td></tr>',
		);
		expect(html).toContain('<tr class="total"><td>all</td>');
		expect(html).not.toMatch(/https?:|<script|<link|@import|url\(/);
	});

	it('shows what names hold as text, whatever they hold', () => {
		const html = page('<b>', '<img src=x onerror="alert(1)">\u001b[2J&amp;');
		expect(html).toContain('<title>&lt;b&gt;</title>');
		expect(html).toContain('<td>&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;amp;</td>');
	});
});
