"use strict";
// Filters and sorting of the HTML report. Text of documents is only ever set as text, never as markup.
(() => {
	const table = document.querySelector("table");
	if (!table)
		return;
	const body = table.tBodies[0];
	const names = cell => Array.from(cell.children, child => child.textContent);
	const rows = Array.from(body.rows, (tr, index) => {
		const [severity, host, domain, , , rule] = tr.cells;
		return { tr, index, severity: [tr.className], host: names(host), domain: [domain.textContent],
			rule: [rule.firstChild.data.trim()], category: [rule.lastChild.textContent] };
	});
	// The details of a finding are a text in <noscript> until they are shown: the browser need not parse them
	// before. DOMParser runs no scripts and loads nothing.
	const fill = details => {
		const raw = details.querySelector("noscript");
		raw?.replaceWith(...new DOMParser().parseFromString(raw.textContent, "text/html").body.childNodes);
	};
	const entities = { lt: "<", gt: ">", amp: "&", quot: "\"", "#39": "'", hellip: "\u2026" };
	const searchable = tr => tr.textContent.replace(/<[^>]*>/g, "")
		.replace(/&(#?\w+);/g, (all, name) => entities[name] ?? all).toLowerCase();
	const ranks = { error: 3, warning: 2, info: 1 };
	const collator = new Intl.Collator("en", { numeric: true });
	const filters = {};
	let shown = rows.length;

	const add = (parent, tag, properties = {}) => parent.appendChild(Object.assign(document.createElement(tag), properties));
	const tools = document.createElement("div");
	tools.className = "tools";
	tools.setAttribute("role", "search");
	tools.setAttribute("aria-label", "Filters of the findings");
	const field = (label, tag, properties) => {
		const box = add(tools, "label");
		add(box, "span", { textContent: label });
		return add(box, tag, properties);
	};

	const text = field("Text", "input", { type: "search", autocomplete: "off" });
	const addFilter = name => {
		const counts = new Map();
		for (const row of rows)
			for (const value of row[name])
				counts.set(value, (counts.get(value) || 0) + 1);
		if (!counts.size)
			return;
		const select = filters[name] = field(name[0].toUpperCase() + name.slice(1), "select", { name });
		add(select, "option", { textContent: "All", value: "" });
		// the prefix distinguishes a value from "All"
		const order = name === "severity" ? (a, b) => ranks[b] - ranks[a] : collator.compare;
		for (const value of [...counts.keys()].sort(order))
			add(select, "option", { textContent: `${value} (${counts.get(value)})`, value: "=" + value });
		select.addEventListener("change", update);
	};

	const status = document.createElement("p");
	status.className = "status";
	status.setAttribute("role", "status");
	const bars = [];

	function update() {
		const wanted = text.value.trim().toLowerCase();
		const chosen = Object.entries(filters).filter(([, select]) => select.value)
			.map(([name, select]) => [name, select.value.slice(1)]);
		shown = 0;
		for (const row of rows) {
			let match = chosen.every(([name, value]) => row[name].includes(value));
			if (match && wanted) {
				row.text ??= searchable(row.tr);
				match = row.text.includes(wanted);
			}
			shown += match;
			if (row.tr.hidden === match)
				row.tr.hidden = !match;
		}
		status.textContent = `${shown} of ${rows.length} findings`;
		for (const { button, name, value } of bars)
			button.setAttribute("aria-pressed", String(filters[name].value === value));
	}

	["severity", "category", "host", "domain", "rule"].forEach(addFilter);
	text.addEventListener("input", update);
	body.addEventListener("toggle", event => fill(event.target), true);
	const open = state => {
		for (const { tr } of rows) {
			const details = tr.querySelector("details");
			if (tr.hidden || details.open === state)
				continue;
			fill(details);
			details.open = state;
		}
	};
	const action = (label, act) => add(tools, "button", { type: "button", textContent: label, onclick: act });
	action("Expand all", () => open(true));
	action("Collapse all", () => open(false));
	action("Reset", () => {
		text.value = "";
		for (const select of Object.values(filters))
			select.value = "";
		update();
	});

	// a bar of a chart sets the filter of its name
	for (const label of document.querySelectorAll(".chart .label")) {
		const name = label.closest(".chart").dataset.field, value = "=" + label.textContent;
		const button = document.createElement("button");
		Object.assign(button, { type: "button", textContent: label.textContent, title: label.textContent });
		button.addEventListener("click", () => {
			filters[name].value = filters[name].value === value ? "" : value;
			update();
		});
		label.replaceChildren(button);
		bars.push({ button, name, value });
	}

	const keys = {
		severity: row => ranks[row.severity[0]], host: row => row.host.join(), domain: row => row.domain[0],
		finding: row => row.tr.cells[3].querySelector("summary").textContent,
		location: row => row.tr.cells[4].textContent, rule: row => row.rule[0],
	};
	const sort = (th, name) => {
		// severity starts with the most severe; the third click restores the order of the inputs
		const cycle = name === "severity" ? ["descending", "ascending"] : ["ascending", "descending"];
		const next = cycle[cycle.indexOf(th.getAttribute("aria-sort")) + 1];
		for (const other of table.tHead.rows[0].cells)
			other.removeAttribute("aria-sort");
		let order = rows;
		if (next) {
			th.setAttribute("aria-sort", next);
			const sign = next === "ascending" ? 1 : -1, key = new Map(rows.map(row => [row, keys[name](row)]));
			const compare = name === "severity" ? (a, b) => a - b : collator.compare;
			order = [...rows].sort((a, b) => sign * compare(key.get(a), key.get(b)) || a.index - b.index);
		}
		body.append(...order.map(row => row.tr));
	};
	for (const th of table.tHead.rows[0].cells) {
		const name = th.textContent;
		const button = document.createElement("button");
		Object.assign(button, { type: "button", textContent: name });
		button.addEventListener("click", () => sort(th, name));
		th.replaceChildren(button);
	}
	table.before(tools, status);
	update();
})();
