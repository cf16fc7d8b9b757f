#compdef vmlint
# zsh completion of vmlint, which prints the candidates itself ("vmlint __complete").

_vmlint() {
	local line word program=${(Q)words[1]/#\~/$HOME}
	local -a plain found shown suffix
	plain=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
	for line in "${(@f)$("$program" __complete "${plain[@]}" 2>/dev/null)}"; do
		case $line in
		($'\tmore') suffix=(-S '') ;;
		($'\tfiles\t'*)
			word=${line#$'\tfiles\t'}
			[[ -n $word ]] && compset -P "${(b)word}"
			_files
			;;
		(?*)
			found+=("${line%%$'\t'*}")
			shown+=("${line/$'\t'/  -- }")
			;;
		esac
	done
	(( $#found )) && compadd "${suffix[@]}" -l -d shown -- "${found[@]}"
}

# loaded by the completion system (then run at once), or by "source"
if [[ $funcstack[1] == _vmlint ]]; then
	_vmlint "$@"
else
	compdef _vmlint vmlint
fi
