// A client made of vscode-languageserver-protocol that checks each message of the server against
// the protocol's types, during random edits of a document with UTF-16 positions.
// usage: node validate.mjs VMLINT GUEST [EDITS] [SEED]; run by validate.sh
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deepStrictEqual } from 'node:assert';

const require = createRequire(process.env.MODULES + '/');
const rpc = require('vscode-languageserver-protocol/node');
const { TextDocument } = require('vscode-languageserver-textdocument');

const [vmlint, guest, edits = '1000', seed = '1'] = process.argv.slice(2);
const uri = 'file:///test/guest.xml', copy = 'file:///test/copy.xml';
const text = readFileSync(guest, 'utf8');
let state = BigInt(seed);

function random(n) {
	state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
	return Number((state >> 33n) % BigInt(n));
}

/** Return an offset that is not within a surrogate pair. */
function whole(content, offset) {
	const code = content.charCodeAt(offset);

	return code >= 0xdc00 && code < 0xe000 ? offset - 1 : offset;
}

let messages = 0;

function expect(condition, what, value) {
	if (!condition) {
		console.error(`malformed: ${what}: ${JSON.stringify(value)?.slice(0, 2000)}`);
		process.exit(1);
	}
}

function only(value, what, ...names) {
	for (const name of Object.keys(value))
		expect(names.includes(name), `${what} has '${name}'`, value);
}

function inside(range, document, what) {
	expect(rpc.Range.is(range), what, range);
	for (const position of [range.start, range.end]) {
		const offset = document.offsetAt(position);

		deepStrictEqual(document.positionAt(offset), position, what);
	}
	expect(document.offsetAt(range.start) <= document.offsetAt(range.end), what, range);
}

function checkDiagnostic(value, document) {
	expect(rpc.Diagnostic.is(value), 'Diagnostic', value);
	only(value, 'Diagnostic', 'range', 'severity', 'code', 'codeDescription', 'source',
		'message', 'tags', 'relatedInformation', 'data');
	expect([1, 2, 3, 4].includes(value.severity), 'severity', value);
	expect(!value.tags || value.tags.every((tag) => tag === 1 || tag === 2), 'tags', value);
	if (document)
		inside(value.range, document, 'Diagnostic.range');
	for (const related of value.relatedInformation ?? [])
		expect(rpc.DiagnosticRelatedInformation.is(related), 'relatedInformation', related);
}

function checkEdit(edit, document) {
	expect(rpc.WorkspaceEdit.is(edit), 'WorkspaceEdit', edit);
	for (const change of edit.documentChanges) {
		expect(rpc.TextDocumentEdit.is(change), 'TextDocumentEdit', change);
		expect(change.textDocument.version === document.version, 'version', change);
		change.edits.forEach((e) => inside(e.range, document, 'TextEdit.range'));
		// throws if edits overlap
		TextDocument.applyEdits(document, change.edits);
	}
}

const checks = {
	'textDocument/publishDiagnostics'(params, documents) {
		only(params, 'PublishDiagnosticsParams', 'uri', 'version', 'diagnostics');
		const document = documents.get(params.uri);
		params.diagnostics.forEach((d) =>
			checkDiagnostic(d, document?.version === params.version ? document : null));
	},
	'window/showMessage'(params) {
		expect(typeof params.message === 'string' && params.type > 0, 'message', params);
	},
	'textDocument/codeAction'(result, document) {
		for (const action of result) {
			expect(rpc.CodeAction.is(action), 'CodeAction', action);
			only(action, 'CodeAction', 'title', 'kind', 'diagnostics', 'isPreferred',
				'edit', 'command');
			action.diagnostics?.forEach((d) => checkDiagnostic(d, document));
			if (action.edit)
				checkEdit(action.edit, document);
		}
	},
	'textDocument/completion'(result, document, position) {
		expect(result.isIncomplete === false && Array.isArray(result.items), 'list', result);
		for (const item of result.items) {
			expect(typeof item.label === 'string' && item.label, 'CompletionItem', item);
			only(item, 'CompletionItem', 'label', 'kind', 'sortText', 'filterText',
				'insertTextFormat', 'textEdit', 'detail', 'documentation', 'tags');
			expect(rpc.TextEdit.is(item.textEdit), 'TextEdit', item);
			inside(item.textEdit.range, document, 'textEdit.range');
			expect(item.kind >= 1 && item.kind <= 25, 'kind', item);
			expect([1, 2].includes(item.insertTextFormat), 'insertTextFormat', item);
			expect(!item.tags || item.tags.every((tag) => tag === 1), 'tags', item);
			expect(!item.documentation || rpc.MarkupContent.is(item.documentation),
				'documentation', item);
			const start = document.offsetAt(item.textEdit.range.start);
			const end = document.offsetAt(item.textEdit.range.end);
			const at = document.offsetAt(position);
			expect(start <= at && at <= end, 'the range contains the cursor', item);
		}
	},
	'textDocument/hover'(result, document) {
		if (result === null)
			return;
		expect(rpc.Hover.is(result) && rpc.MarkupContent.is(result.contents), 'Hover', result);
		inside(result.range, document, 'Hover.range');
	},
	'textDocument/documentSymbol'(result, document) {
		for (const symbol of result) {
			expect(rpc.DocumentSymbol.is(symbol), 'DocumentSymbol', symbol);
			inside(symbol.range, document, 'range');
			inside(symbol.selectionRange, document, 'selectionRange');
			expect(document.offsetAt(symbol.range.end) >=
				document.offsetAt(symbol.selectionRange.end), 'selectionRange', symbol);
			this['textDocument/documentSymbol'](symbol.children ?? [], document);
		}
	},
};

const server = spawn(vmlint, ['lsp', '--no-config'], { stdio: ['pipe', 'pipe', 'inherit'] });
const connection = rpc.createProtocolConnection(server.stdout, server.stdin, {
	error(message) { expect(false, 'connection', message); },
	warn(message) { expect(false, 'connection', message); },
	info() {}, log() {},
});
const documents = new Map();
const published = new Map();

connection.onNotification((method, params) => {
	messages++;
	expect(checks[method], 'notification', method);
	checks[method](params, documents);
	if (method === 'textDocument/publishDiagnostics')
		published.set(params.uri, params);
});
connection.onRequest((method) => {
	messages++;
	expect(method === 'client/registerCapability', 'request', method);
	return null;
});
connection.listen();

async function request(method, document, position) {
	const result = await connection.sendRequest(method, {
		textDocument: { uri: document.uri }, position,
		range: { start: position, end: position }, context: { diagnostics: [] },
	});

	messages++;
	checks[method](result, document, position);
}

async function diagnostics(document) {
	while (published.get(document.uri)?.version !== document.version)
		await new Promise((resolve) => setTimeout(resolve, 2));
	return published.get(document.uri).diagnostics;
}

function open(address, version, content) {
	const document = TextDocument.create(address, 'xml', version, content);

	documents.set(address, document);
	connection.sendNotification('textDocument/didOpen', {
		textDocument: { uri: address, languageId: 'xml', version, text: content },
	});
	return document;
}

const initialized = await connection.sendRequest('initialize', {
	processId: process.pid, rootUri: null,
	capabilities: {
		textDocument: {
			completion: { completionItem: { snippetSupport: true,
				tagSupport: { valueSet: [1] } } },
			codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
			documentSymbol: { hierarchicalDocumentSymbolSupport: true },
			hover: { contentFormat: ['markdown'] },
		},
		workspace: {
			workspaceEdit: { documentChanges: true },
			didChangeWatchedFiles: { dynamicRegistration: true },
		},
	},
});
expect(initialized.capabilities.positionEncoding === 'utf-16', 'InitializeResult', initialized);
connection.sendNotification('initialized', {});

const pieces = ['', '', '', '<', '>', '/', "'", '"', ' ', '=', '\n', '\r\n', '\u00e4', '\u{1f600}',
	'<disk ', '</', "cache='", '<!--', '-->', '&', '&lt;', '</devices>', 'bus', '<!-- vmlint: '];
const methods = Object.keys(checks).filter((name) => name.startsWith('textDocument/') &&
	!name.endsWith('publishDiagnostics'));
let document = open(uri, 1, text);

for (let i = 0; i < Number(edits); i++) {
	const length = document.getText().length;
	const from = random(length + 1), to = Math.min(length, from + random(4) * random(4));
	const start = document.positionAt(whole(document.getText(), from));
	const end = document.positionAt(whole(document.getText(), to));
	const change = i % 50 === 49 ? { text }
		: { range: { start, end }, text: pieces[random(pieces.length)] };

	document = TextDocument.update(document, [change], document.version + 1);
	documents.set(uri, document);
	connection.sendNotification('textDocument/didChange', {
		textDocument: { uri, version: document.version }, contentChanges: [change],
	});
	await request(methods[random(methods.length)], document,
		document.positionAt(whole(document.getText(), random(document.getText().length + 1))));
	if (i % 10 === 0) {
		// the same text, opened at once, has the same diagnostics
		const changed = await diagnostics(document);
		const other = open(copy, i, document.getText());

		deepStrictEqual(await diagnostics(other), changed, `edit ${i}`);
	}
}
await connection.sendRequest('shutdown');
connection.sendNotification('exit');
server.on('exit', (code) => {
	expect(code === 0, 'exit status', code);
	console.log(`${edits} edits, ${messages} messages: all well-formed`);
	process.exit(0);
});
