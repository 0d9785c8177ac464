/** Who and what there is on the simulated floor. */

type List<T> = readonly [T, ...T[]];

export interface Department {
	readonly name: string;
	/** Its share of the tickets. */
	readonly share: number;
	readonly agents: List<string>;
	/** `#` stands for some number: an invoice, a parcel, an order. */
	readonly subjects: List<string>;
}

export const DEPARTMENTS: List<Department> = [
	{
		name: 'Technical',
		share: 0.34,
		agents: ['ana.kovac', 'bor.zupan', 'cene.hribar', 'diego.ruiz', 'eva.novak'],
		subjects: [
			'VPN drops every ten minutes',
			'Cannot log in since the update',
			'Printer on the 3rd floor is offline',
			'API answers 502 since this morning 😡',
			'Žiga needs access to the reporting module',
			'Two-factor codes arrive ten minutes late',
			'Export to CSV breaks Š, Č and Ž',
			'ログインできません',
			'Nightly backup failed three times in a row, and nobody was told about any of them',
			'How do I rotate the webhook secret?',
			'Error # when saving a contact',
			'Re: Re: Fwd: mail to support bounces since Tuesday',
			'画面が真っ白になります (エラー #)',
			'Search finds nothing that was written before 2024',
			'The mobile app logs me out every morning, on both phones, although "stay signed in" is ticked',
			'Čudni znaki v izvozu PDF',
			'URGENT!!! whole site down',
			'Is the maintenance on Saturday still planned?',
			'Webhook delivered # times, expected once',
			'SSO with Entra: “AADSTS#”',
			'Keyboard shortcuts stopped working in Firefox',
			'Screen reader skips the second column',
		],
	},
	{
		name: 'Billing',
		share: 0.24,
		agents: ['fani.oblak', 'gregor.bizjak', 'hana.vidmar', 'ivan.petrov'],
		subjects: [
			'Invoice # shows the wrong VAT',
			'Charged twice in November',
			'Please add our order number to the invoice',
			'請求書が届きません',
			'Refund for the cancelled seats',
			'Račun za november manjka',
			'Direct debit was refused by the bank',
			'Which of the three open invoices did the payment of the 14th settle?',
			'Opomin za že plačan račun #',
			'Payment # is not shown in the portal',
			'Credit note for order # 🙏',
			'Rechnung # bitte an die neue Adresse',
			'Can we pay by quarter instead of by month?',
			'Exchange rate on invoice # differs from the one in the contract by almost two percent',
			'Bank details changed?',
			'VAT ID missing on # and the one before',
			'Reminder fee although we paid in time',
			'Factuur # ontvangen, maar niet besteld',
		],
	},
	{
		name: 'Sales',
		share: 0.14,
		agents: ['jana.mlakar', 'karl.weber', 'lea.fischer'],
		subjects: [
			'Quote for # seats',
			'Is there a discount for schools?',
			'Demo for our Zürich team next week?',
			'Upgrade from Silver to Gold',
			'Security questionnaire for procurement',
			'Angebot für 40 Arbeitsplätze',
			'見積書をお願いします (# 席)',
			'Ponudba za # uporabnikov',
			'What is the notice period of the yearly plan?',
			'Callback please, any time after three',
			'Do you have a reference customer in shipping?',
			'Reseller terms for the Nordics',
			'Trial ends tomorrow, could we have one more week to convince our board of it?',
			'Price list 2027',
			'Added the # seats, now what?',
		],
	},
	{
		name: 'Logistics',
		share: 0.18,
		agents: ['maja.kralj', 'nik.golob', 'olga.ivanova'],
		subjects: [
			'Where is parcel #?',
			'Delivered to the wrong floor 📦',
			'Pallet arrived damaged, photos attached',
			'Change of the delivery address',
			'Pickup was not done on Friday',
			'Customs asks for a form that we do not have',
			'Pošiljka # ni prispela',
			'Two of five boxes of # are missing',
			'Tracking # has not moved for six days',
			'Return label for order # please',
			'荷物が届きません #',
			'Driver could not find the entrance 🚚',
			'Delivery window for # is outside our opening hours, as it was the last three times',
			'Lieferschein # fehlt',
			'Insurance claim for parcel #',
			'Dangerous goods declaration: which version?',
		],
	},
	{
		name: 'Accounts',
		share: 0.1,
		agents: ['petra.zajc', 'rok.turk'],
		subjects: [
			'Delete my account and all data',
			'Transfer of ownership to a colleague',
			'Our company has a new name',
			'Add five users to our plan',
			'Who in our company can see the invoices?',
			'Prenos računa na novo podjetje, Škofja Loka',
			'Invite link of a colleague has expired',
			'Please merge our two accounts (# and the old one)',
			'アカウントを削除してください',
			'Wrong language after signing in',
			'Who changed the permissions of our team last night?',
			'Email address of # users has a new domain',
			'Žal sem pozabil geslo 😅',
			'Data processing agreement, signed copy',
		],
	},
];

export interface Organization {
	readonly name: string;
	readonly group: 'vip' | 'business' | 'standard';
	readonly domain: string;
	/** How many tickets it writes, against the others. */
	readonly weight: number;
}

export const ORGANIZATIONS: List<Organization> = [
	{ name: 'Globex AG', group: 'vip', domain: 'globex.example', weight: 5 },
	{ name: 'Stella Marine', group: 'vip', domain: 'stella.example', weight: 4 },
	{ name: 'Initech', group: 'business', domain: 'initech.example', weight: 6 },
	{ name: 'Umbrella Clinic', group: 'business', domain: 'umbrella.example', weight: 5 },
	{ name: 'Lipa d.o.o.', group: 'business', domain: 'lipa.example', weight: 5 },
	{ name: '東京物産', group: 'business', domain: 'bussan.example', weight: 3 },
	{ name: 'Café Zoé', group: 'standard', domain: 'zoe.example', weight: 4 },
	{ name: 'Petersen & Søn', group: 'standard', domain: 'petersen.example', weight: 5 },
	{ name: 'Hobby Baza', group: 'standard', domain: 'baza.example', weight: 6 },
	{ name: 'Nordlicht Verlag', group: 'standard', domain: 'nordlicht.example', weight: 4 },
];

export const REQUESTERS: List<string> = [
	'm.kos',
	'a.horvat',
	'j.novak',
	'li.wei',
	's.meyer',
	't.okada',
	'r.santos',
	'e.lind',
	'k.bauer',
	'p.rossi',
	'd.petrovic',
	'n.haddad',
];

/** How busy the floor is, hour by hour (local), against its busiest. */
export const HOURLY: readonly number[] = [
	0.04, 0.03, 0.02, 0.02, 0.03, 0.06, 0.16, 0.45, 0.85, 1, 0.98, 0.9, 0.62, 0.74, 0.88, 0.84, 0.7, 0.48, 0.3,
	0.22, 0.18, 0.14, 0.09, 0.06,
];

/** How busy, weekday by weekday, Sunday first. */
export const DAILY: readonly number[] = [0.14, 1, 0.95, 0.92, 0.94, 1.02, 0.26];
