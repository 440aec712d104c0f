#!/usr/bin/env bash
# The commands of docs/find-a-bug.md print what the page says.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
cd "$scratch" || exit 1
ln -s "$root/testbench" testbench
printf '#!/usr/bin/env bash\nexec "%s" "$@"\n' "$hxcosim" >run
chmod +x run

# Indented lines are a session: what follows `$ ` is a command, goes on in lines that are indented
# deeper, and the rest is what it prints.
session() {
  sed -n 's/^    //p' "$root/docs/find-a-bug.md" |
    awk -v commands="$1" '
      /^\$ / { command = 1; if (commands) print substr($0, 3); next }
      /^ +[^ ]/ && command && !/^ *(wave|wavestuck-label)\.fst:/ { if (commands) print; next }
      { command = 0; if (!commands) print }'
}
session 1 >commands
session 0 >expected
[ "$(wc -l <commands)" -gt 15 ] || fail "the page has only $(wc -l <commands) lines of commands"
bash commands >got 2>&1
expect_equal "session" "$(cat expected)" "$(cat got)"
grep -q 'label 0x28' bug.svg || fail "bug.svg does not show the label"

# The exercise: the neuron fires, the chip does not hear it.
"$hxcosim" run --bring-up --words testbench/programs/one_spike.words --trace-neurons 5 \
  --trace-scope 'chip.fire_*,anncore' --trace deaf.fst --plant deaf-neuron >/dev/null || fail "exercise: $?"
"$hxcosim" run --bring-up --words testbench/programs/one_spike.words --trace-neurons 5 \
  --trace-scope 'chip.fire_*,anncore' --trace good.fst >/dev/null || fail "good: $?"
"$hxcosim" trace diff good.fst deaf.fst >difference && fail "exercise: no difference"
grep -q 'chip.fire_i' difference || fail "exercise: $(cat difference)"
expect_refused "no such bug" 2 "stuck-label|deaf-neuron" \
  "$hxcosim" run --words testbench/programs/halt.words --plant gremlin
finish
