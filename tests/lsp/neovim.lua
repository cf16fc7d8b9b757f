-- Neovim as a client of vmlint lsp: diagnostics, a fix, and completion in fixtures/_guests/web1.xml.
-- Run by neovim.sh: VMLINT is the command, GUEST a copy of the document.
local function fail(text)
	io.stderr:write('neovim: ' .. text .. '\n')
	vim.cmd('cquit 1')
end

local function check(condition, text)
	if not condition then
		fail(text)
	end
end

local function wait(text, condition)
	check(vim.wait(30000, condition, 20), 'timeout: ' .. text)
end

local function line_of(pattern)
	for i, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
		local column = line:find(pattern)
		if column then
			return i - 1, column - 1
		end
	end
	fail('no line with ' .. pattern)
end

local function codes()
	local found = {}
	for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
		local code = diagnostic.code or (diagnostic.user_data and
			diagnostic.user_data.lsp and diagnostic.user_data.lsp.code)
		found[code] = (found[code] or 0) + 1
	end
	return found
end

local function request(method, params)
	local answers = vim.lsp.buf_request_sync(0, method, params, 30000)
	check(answers, 'no answer to ' .. method)
	for _, answer in pairs(answers) do
		check(not answer.err, method .. ': ' .. vim.inspect(answer.err))
		return answer.result
	end
end

vim.cmd('edit ' .. vim.env.GUEST)
local id = vim.lsp.start_client({
	cmd = { vim.env.VMLINT, 'lsp', '--no-config' },
	name = 'vmlint',
	root_dir = vim.fn.getcwd(),
})
vim.lsp.buf_attach_client(0, id)
wait('diagnostics', function() return codes()['disk-bus-emulated'] == 2 end)

-- apply the virtio fix of the first disk
local row, column = line_of("bus='ide'")
local params = {
	textDocument = vim.lsp.util.make_text_document_params(),
	range = {
		start = { line = row, character = column + 5 },
		['end'] = { line = row, character = column + 5 },
	},
	context = { diagnostics = {} },
}
local done = false
for _, action in ipairs(request('textDocument/codeAction', params)) do
	if action.title:find('^Fix disk%-bus%-emulated') then
		vim.lsp.util.apply_workspace_edit(action.edit,
			vim.lsp.get_client_by_id(id).offset_encoding or 'utf-16')
		done = true
	end
end
check(done, 'no fix of disk-bus-emulated')
check(vim.api.nvim_buf_get_lines(0, row, row + 1, false)[1]:find("bus='virtio'"),
	'the fix was not applied')
wait('diagnostics after the fix', function() return codes()['disk-bus-emulated'] == 1 end)

-- complete cache=''
row, column = line_of("cache='writeback'")
vim.api.nvim_buf_set_text(0, row, column + 7, row, column + 16, { '' })
vim.api.nvim_win_set_cursor(0, { row + 1, column + 7 })
local result = request('textDocument/completion', {
	textDocument = vim.lsp.util.make_text_document_params(),
	position = { line = row, character = column + 7 },
})
local words = {}
for _, item in ipairs(vim.lsp.util.text_document_completion_list_to_complete_items(result, '')) do
	words[#words + 1] = item.word
end
table.sort(words)
words = table.concat(words, ' ')
check(words == 'default directsync none unsafe writeback writethrough', 'completion: ' .. words)
print('neovim: ok')
vim.cmd('qall!')
