# fish completion of vmlint, which prints the candidates itself ("vmlint __complete").

function __vmlint_complete
	set -l words (commandline -opc)
	set -l word (commandline -ct | string unescape)
	test -n "$word"; or set word (commandline -ct | string trim -l -c "'\"")
	set -l tab \t
	for line in ($words[1] __complete $words[2..] "$word" 2>/dev/null)
		if string match -q "$tab"files"$tab*" -- $line
			set -l prefix (string replace "$tab"files"$tab" '' -- $line)
			set -l path (string sub -s (math (string length -- "$prefix") + 1) -- "$word")
			for file in (__fish_complete_path "$path")
				printf '%s%s\n' "$prefix" $file
			end
		else if not string match -q "$tab*" -- $line
			printf '%s\n' $line
		end
	end
end

complete -c vmlint -f -a '(__vmlint_complete)'
