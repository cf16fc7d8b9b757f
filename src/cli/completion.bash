# bash completion of vmlint, which prints the candidates itself ("vmlint __complete").

# Remove the quotes from a word: sets REPLY to its value and quote to an unterminated quote
# character. Expands nothing, because an expansion could run a command.
_vmlint_dequote()
{
	local text=$1 c
	REPLY= quote=
	while [[ $text ]]; do
		c=${text:0:1} text=${text:1}
		case $quote$c in
		[\'\"]) quote=$c ;;
		\'\' | \"\") quote= ;;
		\\) REPLY+=${text:0:1} text=${text:1} ;;
		\"\\)
			if [[ ${text:0:1} == [\\\"\$\`] ]]; then
				c=${text:0:1} text=${text:1}
			fi
			REPLY+=$c
			;;
		*) REPLY+=$c ;;
		esac
	done
}

_vmlint()
{
	local line=${COMP_LINE:0:COMP_POINT} piece kept quote REPLY i last program=${1/#\~/$HOME}
	local -a words=() plain=()
	# bash also splits words at '=' and ':': join them
	for ((i = 0; i <= COMP_CWORD; i++)); do
		piece=${COMP_WORDS[i]}
		if [[ $i == 0 || $line == [[:blank:]]* ]]; then
			line=${line#"${line%%[![:blank:]]*}"}
			words+=('')
		fi
		[[ $line == "$piece"* ]] || piece=$line
		line=${line:${#piece}}
		last=$((${#words[@]} - 1))
		kept=${words[last]}
		words[last]+=$piece
	done
	# readline replaces only the last piece
	[[ $piece == +([:=]) ]] && kept+=$piece
	_vmlint_dequote "$kept"
	kept=$REPLY
	for ((i = 1; i <= last; i++)); do
		_vmlint_dequote "${words[i]}"
		plain+=("$REPLY")
	done

	COMPREPLY=()
	while IFS= read -r line; do
		case $line in
		$'\tmore') compopt -o nospace 2>/dev/null ;;
		$'\tfiles\t'*)
			line=${line#$'\tfiles\t'}
			compopt -o filenames 2>/dev/null
			while IFS= read -r piece; do
				piece=$line$piece
				COMPREPLY+=("${piece:${#kept}}")
			done < <(compgen -f -- "${REPLY:${#line}}")
			;;
		*)
			line=${line%%$'\t'*}
			line=${line:${#kept}}
			case $quote in
			\') [[ $line == *\'* ]] && continue ;;
			\") [[ $line == *[\"\\\$\`!]* ]] && continue ;;
			*) [[ $line == *[![:alnum:]_,./:=@%+-]* ]] && printf -v line %q "$line" ;;
			esac
			COMPREPLY+=("$line")
			;;
		esac
	done < <("$program" __complete "${plain[@]}" 2>/dev/null)
} && complete -F _vmlint vmlint
