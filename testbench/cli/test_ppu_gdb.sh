#!/usr/bin/env bash
# Stock GDB on a program of the plasticity processor.
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=testbench/cli/common.sh
. "$(dirname "$0")/common.sh"
firmware=$(dirname "$hxcosim")/firmware
[ -f "$firmware/vector_math.elf" ] || { echo "skipped: the programs were not built (no cross compiler)"; exit 77; }
command -v gdb-multiarch >/dev/null || { echo "skipped: no gdb-multiarch"; exit 77; }
cd "$scratch" || exit 1

# serve ELF [OPTION...]: starts the program under the stub; $port and $server are set.
serve() {
  : >program.err # else the line of the last one might be taken
  "$hxcosim" ppu run --elf "$@" --gdb 0 >program.out 2>program.err &
  server=$!
  port=
  for _ in $(seq 200); do
    port=$(sed -n 's/.*target remote 127.0.0.1:\([0-9]*\)$/\1/p' program.err)
    [ -n "$port" ] && return
    sleep 0.05
  done
  fail "the stub does not listen: $(cat program.err)"
}

# gdb ELF: commands on stdin, output in gdb.out.
gdb() {
  { printf 'set confirm off\nset pagination off\ntarget remote 127.0.0.1:%s\n' "$port"; cat; } >commands
  timeout 120 gdb-multiarch -q -nx -batch -x commands "$1" >gdb.out 2>&1 </dev/null
}

expect_line() { # PATTERN: a line of gdb.out matches
  grep -Eq -- "$1" gdb.out || fail "no line '$1', last ones: $(tail -n 3 gdb.out)"
}

# Breakpoint in a function, registers, step, watchpoint, changed values, the end.
serve "$firmware/vector_math.elf"
gdb "$firmware/vector_math.elf" <<'E2'
info threads
break vector
continue
break hx_mailbox_decimal
tbreak *($pc + 16)
continue
set var $same = 1
set var $i = 0
while $i < 64
  set var $same = $same && $vr0.h[$i] == a[$i]
  set var $i = $i + 1
end
printf "vr0 is a: %d, %d\n", $same, $vr0.h[1]
step
rwatch a[3]
continue
delete $bpnum
set var by_vector[9] = by_vector[9] + 1
continue
printf "element 5: %d\n", $vr1.h[5] == by_vector[5] && by_vector[5] != 0
set var $vr3.h[2] = 77
set var $r20 = 0x1234
printf "changed: %d %d %d %x\n", $vr3.h[1], $vr3.h[2], $vr3.b[5], $r20
printf "time base: %d\n", $tbl > 1000 && $tbl < 20000
watch position
continue
delete
set var *(int *)0x40001000 = 0x12345678
printf "FPGA memory: %x\n", *(char *)0x40001002
python
try:
    gdb.execute("print *(int *)0x5000")
except gdb.MemoryError as error:
    print(error)
end
monitor cycles
detach
E2
expect_line '^\* 1 +Thread 1 \(ppu\)'
expect_line '^Breakpoint 1, vector \(\)'
expect_line '^Temporary breakpoint 3,'
expect_line '^vr0 is a: 1, -4222$'
expect_line '^Breakpoint 2, hx_mailbox_decimal \(value='
expect_line '^element 5: 1$'
expect_line '^changed: 0 77 77 1234$'
expect_line '^time base: 1$'
expect_line '^Hardware watchpoint 5: position'
expect_line '^Hardware read watchpoint 4: a\[3\]'
expect_line '^Value = '
expect_line '^FPGA memory: 56$'
expect_line '^Cannot access memory at address 0x5000$'
expect_line '^\[Inferior 1 .* detached\]$'
wait "$server"
expect_equal "after detach: exit code" 0 $?
expect_equal "after detach: the changed element is found" "return code: 1" "$(head -n 1 program.out)"

# To the end under the debugger; the result is as without it.
serve "$firmware/vector_math.elf"
gdb "$firmware/vector_math.elf" <<'E2'
break report
continue
continue
continue
E2
expect_line '^\[Inferior 1 \(Remote target\) exited normally\]$'
wait "$server" || fail "to the end: $?"
"$hxcosim" ppu run --elf "$firmware/vector_math.elf" | cmp -s - program.out || fail "a debugger changes the result"

# Vector conditions, written and as the last compare left them.
serve "$firmware/stdp.elf"
gdb "$firmware/stdp.elf" <<'E2'
tbreak main
continue
set var $vgt[3] = 1
printf "changed condition: %d %d\n", $vgt[3], $vgt[4]
set var stdp.count = 1
tbreak exit
continue
set var $some = 0
set var $i = 0
while $i < 128
  set var $some = $some + ($vgt[$i] + $vlt[$i] + $veq[$i] == 3)
  set var $i = $i + 1
end
printf "one of three holds: %d\n", $some
detach
E2
expect_line '^changed condition: 3 0$'
expect_line '^one of three holds: 128$'
wait "$server" || fail "conditions: $?"

# Two processors are two threads: each has registers of its own, the FPGA's memory is one.
cat >pair.c <<'E2'
volatile unsigned *const shared = (unsigned *)0x40000100;
volatile int number;
int main(void)
{
    if (number)
        shared[0] = 0x600d;
    else
        while (!shared[0])
            continue;
    return 3 + number;
}
E2
HX_GENERATED=$(dirname "$hxcosim")/generated bash "$root/host/firmware/compile" pair.elf pair.c || fail "compile"
serve pair.elf --second pair.elf
gdb pair.elf <<'E2'
info threads
break main
continue
continue
info threads
delete
thread 2
set var number = 1
print number
thread 1
print number
watch *(unsigned *)0x40000100
continue
printf "written by thread %d: %x\n", $_thread, *(unsigned *)0x40000100
delete
continue
E2
expect_line '^\* 1 +Thread 1 \(ppu 0\)'
expect_line '^  2 +Thread 2 \(ppu 1\)'
expect_line '^\$1 = 1$'
expect_line '^\$2 = 0$'
expect_line '^written by thread 2: 600d$'
expect_line '^\[Inferior 1 \(Remote target\) exited with code 03\]$'
wait "$server" || fail "two processors: $?"
expect_equal "two processors" "processor 0 return code: 3 processor 1 return code: 4" \
  "$(grep -E 'processor|return' program.out | tr '\n' ' ' | sed 's/ $//')"

# Interrupt, jump out of the loop, kill.
cat >loop.c <<'E2'
volatile int go_on = 1, count;
int main(void)
{
    while (go_on)
        count++;
    return 5;
}
E2
HX_GENERATED=$(dirname "$hxcosim")/generated bash "$root/host/firmware/compile" loop.elf loop.c || fail "compile"
serve loop.elf
gdb loop.elf <<'E2'
python
import threading, os, signal
threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
end
continue
printf "counted: %d\n", count > 100
set var go_on = 0
continue
E2
expect_line 'Program received signal SIGINT'
expect_line '^counted: 1$'
expect_line '^\[Inferior 1 \(Remote target\) exited with code 05\]$'
wait "$server" || fail "interrupt: $?"
serve loop.elf
gdb loop.elf <<'E2'
break main
continue
kill
E2
wait "$server"
expect_equal "kill: exit code" 0 $?
expect_equal "kill: no result" "" "$(cat program.out)"

# A port in use, and one that is none
serve loop.elf
expect_refused "port in use" 2 "port $port" "$hxcosim" ppu run --elf loop.elf --gdb "$port"
kill -TERM "$server"
wait "$server"
expect_refused "no port" 2 "--gdb" "$hxcosim" ppu run --elf loop.elf --gdb 65536
expect_refused "no program" 2 "--elf" "$hxcosim" ppu run --gdb 0
finish
