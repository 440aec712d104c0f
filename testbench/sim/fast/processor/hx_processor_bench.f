rtl/omnibus/hx_omnibus_pkg.sv
rtl/link/hx_link_pkg.sv
rtl/common/hx_fifo.sv
rtl/event/hx_event_pkg.sv
-f rtl/chip/hx_ppu_unit.f
testbench/sim/fast/processor/hx_processor_bench.sv
