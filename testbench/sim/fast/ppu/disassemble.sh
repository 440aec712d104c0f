#!/usr/bin/env bash
# The disassembler against GNU objdump: all scalar instructions, plain and short forms.
# SPDX-License-Identifier: Apache-2.0
#
#   disassemble.sh TOOL    TOOL is the program disassemble_words
set -u
tool=$1
objdump=$(command -v powerpc-linux-gnu-objdump) || { echo "skipped: no powerpc-linux-gnu-objdump"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
status=0

# One line a word; three plain forms of objdump have an operand that means nothing here, and
# wait is unknown to this processor choice.
reference() {
  "$objdump" -D -b binary -m powerpc:common -EB -M "476$1" image |
    sed -n 's/^ *[0-9a-f]*:\t[0-9a-f ]*\t//p' |
    sed -E 's/[ \t]+/ /g; s/ $//; s/^(mfcr .*),-1$/\1/; s/^(mtmsr .*),0$/\1/; s/^msync$/sync/; s/^.long 0x7c00007c$/wait/'
}

"$tool" image plain plain && "$tool" image short || exit 1
sed -i -E 's/ +/ /g' plain short
reference ,raw >plain.expected
reference "" >short.expected
[ "$(wc -l <plain)" -gt 4000 ] || { echo "too few words"; status=1; }
diff plain plain.expected >plain.diff || { echo "plain forms differ (ours: <)"; head plain.diff; status=1; }
# Short forms where there is one.
paste -d'|' plain short short.expected | awk -F'|' '$1 != $2 { n++; if ($2 != $3) print "short form " $2 ", not " $3 }
  END { if (n < 150) print "only " n + 0 " short forms" }' >short.diff
[ -s short.diff ] && { head short.diff; status=1; }
exit $status
