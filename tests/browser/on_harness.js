/* The harness itself: a page with faults in it has them found, so that silence about ours means something. */
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');
const harness = require('./harness');

function page(name, head, body) {
	const file = path.join(os.tmpdir(), `${name}.html`);
	fs.writeFileSync(file, `<!doctype html><html lang="en"><head><title>x</title>${head}</head><body>${body}</body></html>`);
	return 'file://' + file;
}

const good = page('good', '', '<main><h1>One</h1><p>two</p></main>');
const bad = page('bad', '<style>p{color:#aaa;background:white} a:focus{outline:none}</style>',
	'<main><h1>One</h1><p>pale</p><img src="http://127.0.0.1:9/x.png"><a href="#x">there</a></main>');
const long = page('long', '<style>p{break-after:page}</style>', '<main><h1>One</h1><p>1</p><p>2</p>3</main>');

harness.run(async (browser) => {
	let seen = await harness.view(browser, good);
	harness.is('a plain page asks for itself alone', seen.requests.length, 1);
	harness.none('nothing is said about it', seen.complaints);
	harness.none('axe finds nothing in it', await harness.violations(seen.page));
	harness.is('it prints on one sheet', await harness.sheets(seen.page, 'harness-good'), 1);
	await seen.close();

	seen = await harness.view(browser, bad, { scheme: 'dark' });
	harness.ok('a request is seen', seen.requests.includes('http://127.0.0.1:9/x.png'), seen.requests);
	harness.ok('and that it failed', seen.complaints.length > 0);
	const found = (await harness.violations(seen.page)).join('\n');
	harness.ok('axe finds pale text', /color-contrast/.test(found), found);
	harness.ok('axe finds a picture without words', /image-alt/.test(found), found);
	const keys = await harness.keyboard(seen.page);
	harness.is('the tab key reaches a link', keys.reached, 1);
	harness.is('a focus that is not to be seen is found', keys.unseen.length, 1);
	harness.is('dark is asked for', await seen.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches), true);
	await seen.close();

	seen = await harness.view(browser, long);
	harness.is('three sheets are three', await harness.sheets(seen.page, 'harness-long'), 3);
	const outside = await seen.page.evaluate(() => fetch('http://192.0.2.1/', { mode: 'no-cors' }).then(() => 'reached', () => 'none'));
	harness.is('there is no network here', outside, 'none');
	await seen.close();
});
