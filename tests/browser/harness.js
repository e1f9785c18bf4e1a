/*
 * What the browser tests share: a real browser that reads one page, everything that this page asks for, what axe finds in it, how many
 * sheets it prints on, pictures of it, and TAP. The modules lie in build/ (NODE_PATH), put there by `make check-browser`.
 */
'use strict';

const fs = require('fs');
const path = require('path');
const { chromium } = require('playwright-core');

const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.SHOTS;
const languages = { en: 'en-GB', zh_CN: 'zh-CN', th: 'th-TH' };
let count = 0, failed = 0;

function ok(name, good, why) {
	count++;
	failed += good ? 0 : 1;
	console.log(`${good ? 'ok' : 'not ok'} ${count} - ${name}`);
	if (!good && why)
		console.log(String(why).replace(/^/gm, '# '));
}

function is(name, got, wanted) {
	ok(name, got === wanted, `got:    ${got}\nwanted: ${wanted}`);
}

/* For a list of what went wrong. */
function none(name, list) {
	ok(name, list.length === 0, list.join('\n'));
}

/* As root Chromium runs without its sandbox only; and in a namespace of our own we are root. It reads nothing here but our own pages. */
async function start() {
	return chromium.launch({
		executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
	});
}

/*
 * A page of its own, and what came of it: `requests`, all that were made (the page's own among them); `complaints`, what the browser had to
 * say about it: errors of scripts, of the content security policy, of what could not be loaded.
 */
async function view(browser, url, { scheme = 'light', locale = 'en-GB', width = 1000, reduced = 'reduce' } = {}) {
	const context = await browser.newContext({ colorScheme: scheme, locale, viewport: { width, height: 900 }, reducedMotion: reduced });
	const requests = [], complaints = [];

	context.on('request', (request) => requests.push(request.url()));
	const page = await context.newPage();
	page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
	page.on('pageerror', (error) => complaints.push(String(error)));
	await page.goto(url, { waitUntil: 'load' });
	return { page, requests, complaints, close: () => context.close() };
}

/* What axe counts as serious or critical, a line each. Evaluated from outside, so that no policy of the page stands in the way. */
async function violations(page) {
	await page.evaluate(axe);
	const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
	return found.violations
		.filter((violation) => ['serious', 'critical'].includes(violation.impact))
		.map((violation) => `${violation.impact} ${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/* Elements that the tab key reaches without anything to see around them, and how many it reaches. */
async function keyboard(page) {
	const reached = new Set(), unseen = [];

	await page.evaluate(() => document.activeElement && document.activeElement.blur());
	for (let i = 0; i < 300; i++) {
		await page.keyboard.press('Tab');
		const at = await page.evaluate(() => {
			const element = document.activeElement;
			if (!element || element === document.body)
				return null;
			const style = getComputedStyle(element);
			const all = [...document.querySelectorAll('*')];
			return { key: all.indexOf(element), name: `${element.tagName} ${element.textContent.trim().slice(0, 40)}`,
				seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };
		});
		if (!at || reached.has(at.key))
			break;
		reached.add(at.key);
		if (!at.seen)
			unseen.push(at.name);
	}
	return { reached: reached.size, unseen };
}

/* For page.evaluate. What a reader without eyes meets: one h1, headings that skip no level, one main, and a name on every section and picture. */
function outline() {
	const levels = [...document.querySelectorAll('h1,h2,h3,h4')].map((heading) => Number(heading.tagName[1]));
	const named = (element) => {
		const id = element.getAttribute('aria-labelledby');
		return (id && document.getElementById(id) && document.getElementById(id).textContent.trim()) || element.querySelector(':scope > title');
	};
	return {
		firsts: levels.filter((level) => level === 1).length,
		skips: levels.filter((level, i) => i > 0 && level > levels[i - 1] + 1).length,
		mains: document.querySelectorAll('main').length,
		unnamed: [...document.querySelectorAll('section,svg')].filter((element) => !named(element)).length,
		pictures: document.querySelectorAll('svg[role=img]').length,
		tables: document.querySelectorAll('details table').length,
		language: document.documentElement.lang,
		wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
		scripts: document.scripts.length,
		empty: [...document.querySelectorAll('p,h1,h2,h3,dd,li,section')].filter((element) => !element.textContent.trim()).length,
	};
}

/* A report, one file: what holds of each in its language, whatever is in it. @opened: every table is looked at. */
async function look(browser, url, name, language, { opened = false, ...options }) {
	const seen = await view(browser, url, { locale: languages[language], ...options });
	if (opened)
		await seen.page.evaluate(() => document.querySelectorAll('details').forEach((element) => { element.open = true; }));
	is(`${name}: nothing is asked for but the file`, seen.requests.join(' '), url);
	none(`${name}: the browser has nothing to complain about`, seen.complaints);
	none(`${name}: axe finds nothing serious`, await violations(seen.page));
	const found = await seen.page.evaluate(outline);
	is(`${name}: its language`, found.language, language.replace('_', '-'));
	is(`${name}: one heading of all, no level skipped, one main part, all named, none empty`,
		[found.firsts, found.skips, found.mains, found.unnamed, found.scripts, found.empty].join(' '), '1 0 1 0 0 0');
	is(`${name}: nothing is wider than the window`, found.wide, 0);
	await shot(seen.page, name);
	return { ...seen, found };
}

/* How many A4 sheets the page prints on; kept as NAME.pdf. */
async function sheets(page, name) {
	const bytes = await page.pdf({ format: 'A4', printBackground: true, preferCSSPageSize: true });
	fs.writeFileSync(path.join(shots, `${name}.pdf`), bytes);
	return (bytes.toString('latin1').match(/\/Type\s*\/Page\b/g) || []).length;
}

async function shot(page, name) {
	await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
}

/* Runs @tests with a browser and ends the process as TAP wants it, whatever happens. */
async function run(tests) {
	const browser = await start();
	try {
		await tests(browser);
	} catch (error) {
		ok('the tests run to their end', false, error.stack);
	}
	await browser.close();
	console.log(`1..${count}`);
	process.exit(failed ? 1 : 0);
}

module.exports = { languages, run, view, look, violations, outline, keyboard, sheets, shot, ok, is, none };
