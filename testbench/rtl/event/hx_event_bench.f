rtl/omnibus/hx_omnibus_pkg.sv
rtl/link/hx_link_pkg.sv
-f rtl/event/hx_event.f
testbench/rtl/event/hx_event_bench.sv
