rtl/common/hx_clock_gate.sv
-f rtl/ppu/hx_ppu.f
rtl/chip/hx_ppu_memory.sv
rtl/chip/hx_ppu_external_pkg.sv
rtl/chip/hx_ppu_replies.sv
rtl/chip/hx_ppu_code.sv
rtl/chip/hx_ppu_data.sv
rtl/chip/hx_ppu_random.sv
rtl/chip/hx_ppu_rows.sv
rtl/chip/hx_ppu_external.sv
rtl/chip/hx_ppu_unit.sv
