// Each script asks the mig that is called for what can come next ("mig __complete"), so that it need not be written again when mig
// changes. The answer: a line that says what to complete, and a line for each value, with its description after a tab.

const bash = `# mig in bash: put this line into ~/.bashrc
#   source <(mig completion bash)
_mig() {
  local line kind= IFS=$'\\n'
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -z $kind ]]; then kind=$line; continue; fi
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <("$1" __complete --line "\${COMP_LINE:0:COMP_POINT}" --breaks "$COMP_WORDBREAKS" 2>/dev/null)
  compopt -o nosort 2>/dev/null
  case $kind in
    :file) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "$2")) ;;
    :folder) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$2")) ;;
  esac
}
complete -F _mig mig`;

const zsh = `#compdef mig
# mig in zsh: write this to a file "_mig" in a folder of $fpath, or put this line into ~/.zshrc, after compinit
#   source <(mig completion zsh)
_mig() {
  local -a lines values shown
  local line value
  lines=("\${(@f)$(\${(Q)words[1]} __complete -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  for line in "\${(@)lines[2,-1]}"; do
    value="\${line%%$'\\t'*}"
    values+=("$value")
    [[ "$line" == *$'\\t'* ]] && shown+=("\${(r:24:)value}  \${line#*$'\\t'}") || shown+=("$value")
  done
  case "$lines[1]" in
    :file) compset -P '--*='; (( \${#values} )) && compadd -- "\${values[@]}"; _files ;;
    :folder) compset -P '--*='; _files -/ ;;
    *) (( \${#values} )) && compadd -V mig -l -d shown -- "\${values[@]}" ;;
  esac
}
if [[ "$funcstack[1]" == _mig ]]; then _mig "$@"; else compdef _mig mig; fi`;

const fish = `# mig in fish: write this to ~/.config/fish/completions/mig.fish
function __mig_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    set -l lines ($words[1] __complete -- $words[2..-1] $word 2>/dev/null)
    set -l option (string match -r -- '^--[^=]+=' $word; or echo '')
    set -l path (string replace -r -- '^--[^=]+=' '' $word)
    switch "$lines[1]"
        case :file
            string join \\n -- $option(__fish_complete_path $path)
        case :folder
            string join \\n -- $option(__fish_complete_directories $path '')
    end
    string join \\n -- $lines[2..-1]
end
complete -c mig -f -k -a '(__mig_complete)'`;

/** The scripts by shell. */
export const scripts = { bash, zsh, fish } as const;

export const shells = Object.keys(scripts);
