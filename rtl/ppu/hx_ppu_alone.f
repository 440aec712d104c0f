rtl/common/hx_fifo.sv
-f rtl/ppu/hx_ppu.f
rtl/ppu/hx_ppu_delay.sv
rtl/ppu/hx_ppu_alone.sv
