rtl/omnibus/hx_omnibus_pkg.sv
rtl/link/hx_link_pkg.sv
rtl/fpga/hx_fpga_pkg.sv
rtl/common/hx_multi_fifo.sv
rtl/fpga/hx_ut_decoder.sv
rtl/fpga/hx_bit_packer.sv
rtl/fpga/hx_ut_encoder.sv
testbench/rtl/fpga/hx_codec_bench.sv
