import { describe, expect, it } from 'vitest';
import { parseEventLine } from '../../../source/sla/event.ts';
import { retold } from '../../../source/sla/retold.ts';
import { MAPPINGS, readTable } from '../../support/table.ts';

/** Headers as help desks write them (shortened where custom fields follow), a row under each, and what it is. */
interface Export {
	readonly mapping: string;
	readonly header: string;
	readonly row: string;
	readonly zone?: string;
	/** What becomes of the row: time and type of each event, and what it says beside its ticket. */
	readonly events: readonly string[];
}

const EXPORTS: readonly Export[] = [
	{
		mapping: 'zendesk',
		header:
			'Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Assigned at,Organization,Due date,Initially assigned at,Solved at,Resolution time,Satisfaction Score,Group stations,Assignee stations,Reopens,Replies,First reply time in minutes,First reply time in minutes within business hours,First resolution time in minutes,Full resolution time in minutes',
		row: '1,812,Ann,7,,ann@globex.example,globex.example,Ann,Bob,Billing,Invoice,vip invoice,Solved,High,Mail,Question,2026-11-20 09:00:00,2026-11-20 15:00:00,2026-11-20 09:30:00,Globex,2026-12-01,2026-11-20 09:05:00,2026-11-20 14:00:30,5,Offered,1,1,0,1,25,25,300,300',
		zone: 'Europe/Ljubljana',
		events: [
			'08:00:00 created department=Billing requester=Ann priority=high tags=vip+invoice',
			'08:05:00 assigned agent=Bob',
			'08:25:00 message actor=agent',
			'13:00:30 status status=resolved',
		],
	},
	{
		mapping: 'freshdesk',
		header:
			'Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,Closed time,Last update time,Initial response time,Time tracked,First response time (in hrs),Resolution time (in hrs),Agent interactions,Customer interactions,Resolution status,First response status,Tags,Survey results,Every response status,Association type,Product,Full name,Title,Email,Company Name',
		row: '77,Printer,Closed,Urgent,Email,Incident,Bob,IT,2026-11-20 09:00:00,2026-11-20 17:00:00,2026-11-20 12:00:00,2026-11-22 12:00:00,2026-11-22 12:00:00,2026-11-20 09:10:00,0:00,00:10:00,03:00:00,1,1,Within SLA,Within SLA,"vip, printer",,,,,Ann,,ann@globex.example,Globex',
		events: [
			'09:00:00 created department=IT agent=Bob requester=Ann priority=urgent tags=vip+printer',
			'09:00:00 target metric=first_resolve due_at=2026-11-20T17:00:00Z',
			'09:10:00 message actor=agent',
			'12:00:00 status status=resolved',
			'12:00:00 status status=closed',
		],
	},
	{
		mapping: 'freshdesk',
		header:
			'Ticket Id,Subject,Status,Priority,Source,Agent,Group,Created Time,Due by Time,Resolved Time,Closed Time,Last Updated Time,Initial Response Time,First Response Time (in Hrs),Resolution Time (in Hrs),Urgency,Impact,Category,Sub-Category,Item,Others,Others',
		row: 'INC-5,Laptop,Pending,Low,Portal,Bob,IT,2026-11-20 09:00:00,2026-11-25 17:00:00,,,2026-11-20 10:00:00,,,,Low,Low,Hardware,Laptop,,x,y',
		events: [
			'09:00:00 created department=IT agent=Bob priority=low',
			'09:00:00 target metric=first_resolve due_at=2026-11-25T17:00:00Z',
			'10:00:00 status status=answered',
		],
	},
	{
		mapping: 'jira',
		header:
			'Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Priority,Resolution,Assignee,Reporter,Creator,Created,Updated,Last Viewed,Resolved,Due date,Labels,Labels,Custom field (Request Type),Custom field (Organizations),Custom field (Time to first response),Custom field ([CHART] Date of First Response),Comment,Comment',
		row: 'VPN,SUP-12,10012,Service Request,Waiting for customer,SUP,Support,Highest,,bob,ann,ann,30/Jun/26 12:00 PM,30/Jun/26 3:30 PM,,,,vip,vpn,Get help,Globex,1:20,30/Jun/26 12:40 PM,30/Jun/26 12:40 PM;bob;secret words,',
		events: [
			'12:00:00 created department=Support agent=bob requester=ann priority=urgent tags=vip+vpn',
			'12:40:00 message actor=agent',
			'15:30:00 status status=answered',
		],
	},
	{
		mapping: 'osticket',
		header:
			'Ticket Number;Date Created;Subject;From;From Email;Priority;Department;Help Topic;Source;Current Status;Last Updated;SLA Due Date;SLA Plan;Due Date;Closed Date;Overdue;Merged;Linked;Answered;Agent Assigned;Team Assigned;Thread Count;Reopen Count',
		row: '100200;25/11/2026 09:00;Door;Ann;ann@x.example;Emergency;Support;General;Web;Closed;27/11/2026 09:00;26/11/2026 09:00;Default;;25/11/2026 11:00;0;0;0;1;Bob;;3;1',
		events: [
			'09:00:00 created department=Support agent=Bob requester=Ann priority=urgent',
			'09:00:00 target metric=first_resolve due_at=2026-11-26T09:00:00Z',
			'11:00:00 status status=closed',
		],
	},
	{
		mapping: 'zammad',
		header:
			'Ticket#,Title,Customer,Organization,Agent,Time Units,Created at,Closed at,Close Escalation At,Close In Min,Close Diff In Min,First Response At,First Response Escalation At,First Response In Min,Escalation At',
		row: '72003,Mail,Ann,Globex,Bob,2,2026-11-20T09:00:00Z,2026-11-20T12:00:00Z,2026-11-21T09:00:00Z,180,60,2026-11-20T09:30:00Z,2026-11-20T10:00:00Z,30,',
		events: [
			'09:00:00 created agent=Bob requester=Ann',
			'09:00:00 target metric=first_answer due_at=2026-11-20T10:00:00Z',
			'09:00:00 target metric=first_resolve due_at=2026-11-21T09:00:00Z',
			'09:30:00 message actor=agent',
			'12:00:00 status status=closed',
		],
	},
	{
		mapping: 'zammad',
		header:
			'id,number,title,state,priority,group,owner,customer,organization,created_at,updated_at,close_at,first_response_at,first_response_escalation_at,close_escalation_at',
		row: '3,72004,Phone,pending reminder,3 high,Users,-,Ann,,2026-11-20T09:00:00.123Z,2026-11-20T10:00:00.000Z,,,,',
		events: [
			'09:00:00.123 created department=Users requester=Ann priority=high',
			'10:00:00 status status=postponed',
		],
	},
	{
		mapping: 'servicenow',
		header:
			'Number,Opened,Short description,Caller,Priority,State,Category,Assignment group,Assigned to,Updated,Updated by,Resolved,Closed,Reopen count,Made SLA',
		row: 'INC0010,2026-11-20 09:00:00,Mail down,Ann,1 - Critical,Closed,Network,Service Desk,Bob,2026-11-25 09:00:00,system,2026-11-20 12:00:00,2026-11-25 09:00:00,0,true',
		events: [
			'09:00:00 created department=Service Desk agent=Bob requester=Ann priority=urgent',
			'12:00:00 status status=resolved',
			'09:00:00 status status=closed',
		],
	},
	{
		mapping: 'servicenow',
		header:
			'number,state,incident_state,opened_at,resolved_at,closed_at,sys_created_on,sys_updated_on,reopen_count,made_sla,priority,assignment_group,assigned_to,caller_id,short_description',
		row: 'INC0011,2,2,2026-11-20 09:00:00,,,2026-11-20 09:01:00,2026-11-20 10:00:00,0,true,3,Network,,Ann,Slow',
		events: [
			'09:00:00 created department=Network requester=Ann priority=normal',
			'10:00:00 status status=open',
		],
	},
	{
		mapping: 'liveagent',
		header:
			'conversationid,code,datecreated,datechanged,datedue,dateresolved,departmentid,departmentname,status,ownername,owneremail,subject,preview,tags,channel_type',
		row: 'a1b2,XYZ-1,2026-11-20 09:00:00,2026-11-20 12:00:00,,2026-11-20 12:00:00,default,General,R,Ann,ann@x.example,Hello,Dear all,,E',
		events: ['09:00:00 created department=General requester=Ann', '12:00:00 status status=resolved'],
	},
	{
		mapping: 'liveagent',
		header:
			'id,code,date_created,date_changed,date_due,date_resolved,departmentid,agentid,status,owner_name,owner_email,subject,tags,channel_type',
		row: 'a1b3,XYZ-2,1604447423,1604451023,,,default,bob1,W,Ann,ann@x.example,Later,,M',
		events: [
			'23:50:23 created department=default agent=bob1 requester=Ann',
			'00:50:23 status status=postponed',
		],
	},
	{
		mapping: 'boston-311',
		header:
			'CASE_ENQUIRY_ID,OPEN_DT,TARGET_DT,CLOSED_DT,OnTime_Status,CASE_STATUS,REASON,TYPE,Department,Source,neighborhood',
		row: '101001240757,01/30/2015 08:25:52 AM,02/09/2015 08:30:00 AM,,OVERDUE,Open,Building,Illegal Rooming House,ISD,Self Service,Back Bay',
		events: [
			'13:25:52 created department=ISD',
			'13:25:52 target metric=first_resolve due_at=2015-02-09T13:30:00Z',
		],
	},
	{
		mapping: 'boston-311',
		header:
			'case_enquiry_id,open_dt,sla_target_dt,closed_dt,on_time,case_status,closure_reason,case_title,subject,reason,type,queue,department',
		row: '101004,2022-01-05 10:00:00,2022-01-07 10:00:00,2022-01-06 10:00:00,ONTIME,Closed,Noted words,Pothole,Public Works,Street,Pothole,PWD,PWDx',
		events: [
			'15:00:00 created department=PWDx',
			'15:00:00 target metric=first_resolve due_at=2022-01-07T15:00:00Z',
			'15:00:00 status status=closed',
		],
	},
	{
		mapping: 'support-dataset',
		header:
			'Status,Ticket ID,Priority,Source,Topic,Agent Group,Agent Name,Created time,Expected SLA to resolve,Expected SLA to first response,First response time,SLA For first response,Resolution time,SLA For Resolution,Close time,Agent interactions,Survey results,Product group,Support Level,Country',
		row: 'Closed,1014,High,Email,Billing,1st line,Bob,25-01-2023 00:58,25-01-2023 12:58,25-01-2023 01:58,25-01-2023 01:28,Within SLA,25-01-2023 14:00,SLA Violated,26-01-2023 14:00,2,,Other,Tier 1,Italy',
		events: [
			'00:58:00 created department=1st line agent=Bob priority=high',
			'00:58:00 target metric=first_answer due_at=2023-01-25T01:58:00Z',
			'00:58:00 target metric=first_resolve due_at=2023-01-25T12:58:00Z',
			'01:28:00 message actor=agent',
			'14:00:00 status status=resolved',
			'14:00:00 status status=closed',
		],
	},
	{
		mapping: 'events',
		header: 'ticket,at,type,actor,status,department,agent,tags,public,floor',
		row: 'T-1,2026-11-20T09:00:00+01:00,created,,open,Billing,,"a, b",,3',
		events: ['08:00:00 created department=Billing status=open tags=a+b'],
	},
	{
		mapping: 'plain',
		header: 'Ticket,Created at,Team,Owner,Priority,First response at,Resolved at',
		row: 'T-1,2026-11-20T09:00:00Z,Billing,Bob,P2,2026-11-20T09:10:00Z,2026-11-20T10:00:00Z',
		events: [
			'09:00:00 created department=Billing agent=Bob priority=high',
			'09:10:00 message actor=agent',
			'10:00:00 status status=resolved',
		],
	},
];

const TOLD = ['metric', 'due_at', 'actor', 'department', 'agent', 'requester', 'status', 'priority', 'tags'];

function inShort(event: Readonly<Record<string, unknown>>): string {
	const says = TOLD.filter((key) => event[key] !== undefined).map((key) => {
		const value = event[key];
		return `${key}=${Array.isArray(value) ? value.join('+') : String(value)}`;
	});
	return [String(event.at).slice(11, -1), String(event.type), ...says].join(' ');
}

describe('an export’s header', () => {
	it.each(
		EXPORTS.map((each) => [`${each.mapping}: ${each.header.slice(0, 40)}`, each] as const),
	)('is known by its columns (%s …)', async (_, { mapping, header, row, zone, events }) => {
		const read = await readTable(`${header}\n${row}\n`, zone === undefined ? {} : { zone });
		expect(read.table.reading.binding.mapping.name).toBe(mapping);
		expect(read.refusals).toEqual([]);
		expect(read.events.map(inShort)).toEqual(events);
		// They are not read again before they are kept: they are what their JSON says.
		for (const { event, data } of read.entries.flatMap((entry) => entry.events)) {
			expect(parseEventLine(data).event).toMatchObject(event);
		}
	});

	it('is known whatever its case, spacing and byte order mark', async () => {
		const csv = '\uFEFF"TICKET_ID ", created-time:,Resolved Time\n7,2026-11-20 09:00:00,\n';
		expect((await readTable(csv)).table.reading.binding.mapping.name).toBe('freshdesk');
	});

	it('is never known by a part of a name', async () => {
		await expect(readTable('My ticket id,When created\n7,2026-11-20 09:00:00\n')).rejects.toThrow(
			/not the columns of any export that is known: My ticket id, When created\n.*--map ticket="My ticket id"/,
		);
	});

	it('is asked for what its names do not tell, and for nothing else', async () => {
		await expect(readTable('Ticket ID,Subject,Status\n7,Refund,Open\n')).rejects.toThrow(
			/Say which is which, like --map created_at=COLUMN, and keep it/,
		);
		await expect(readTable('Ticket ID:Created time\n7:2026\n')).rejects.toThrow(
			/That is one column: say what stands between the cells, like --delimiter/,
		);
	});

	it('tells an update of what it has columns for: of no agent where none is named', async () => {
		const csv = (agent: string) =>
			`Ticket ID,Created time,Subject,Floor${agent}\n7,2026-11-20 09:00:00,Refund,`;
		const again = async (text: string) => {
			const [first] = (await readTable(text)).entries.flatMap((entry) => entry.events);
			return first?.again && JSON.parse(retold(first.data, first.again).data);
		};
		expect(await again(csv(''))).toEqual({
			ticket: '7',
			at: expect.any(String),
			type: 'updated',
			subject: 'Refund',
			custom: { Floor: null },
		});
		expect(await again(`${csv(',Agent')},`)).toMatchObject({ agent: null });
		expect(await again(`${csv(',Agent')},Bob`)).toMatchObject({ agent: 'Bob' });
	});

	it('has its messages left out, and what else it has kept', async () => {
		const csv =
			'Ticket ID,Created time,Description,Comment,Branch,Branch,Floor\n7,2026-11-20 09:00,secret,secret,A,B,\n';
		const { events, table } = await readTable(csv);
		expect(JSON.stringify(events)).not.toContain('secret');
		expect(events[0]).toMatchObject({ custom: { Branch: ['A', 'B'] } });
		expect(table.reading.binding.notTaken.map(({ name }) => name)).toEqual(['Description', 'Comment']);
	});

	it('has what opens a ticket’s public page left out', async () => {
		const csv =
			'conversationid,code,datecreated,status,publicurlcode\na1,XYZ-1,2026-11-20 09:00:00,N,opens-it\n';
		expect(JSON.stringify((await readTable(csv)).events)).not.toContain('opens-it');
	});

	it('has a change back to what was at the same moment, as a change of its own', async () => {
		const update = (agent: string, minute: string) => `INC1,${minute},20/11/2026 09:00,Active,${agent}`;
		const rows = [
			update('ana', '09:00'),
			update('?', '09:00'),
			update('ana', '09:00'),
			update('ana', '09:01'),
		];
		const csv = ['number,sys_updated_at,opened_at,ident_state,assigned_to', ...rows].join('\n');
		const { entries } = await readTable(csv.replaceAll(',09:', ',20/11/2026 09:'));
		const read = entries.flatMap(({ events }) => events).filter(({ event }) => event.type === 'assigned');
		expect(read.map(({ data }) => JSON.parse(data).agent)).toEqual(['ana', null, 'ana']);
		expect(new Set(read.map(({ id }) => id)).size).toBe(3);
	});

	it('has channels by the names that connectors give them, where it has letters for them', async () => {
		const { events } = await readTable(
			'id,code,status,date_created,subject,channel_type\n1,XYZ-1,C,2026-01-05 10:00:00,One,E\n2,XYZ-2,C,2026-01-05 10:00:00,Two,9\n',
		);
		const created = events.filter(({ type }) => type === 'created');
		expect(created.map(({ channel }) => channel)).toEqual(['email', '9']);
	});

	it('is read by no mapping that ships without a title of its own', () => {
		for (const { name, title } of MAPPINGS) expect(title, name).not.toBe(name);
	});
});
