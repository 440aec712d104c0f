// Registers of the two PLLs, the clock outputs and the self test.
// SPDX-License-Identifier: Apache-2.0
//
// One store with two ways in, the bus (0x80000 + r) and the PLL registers of the test access
// port; in one cycle the bus comes last. The bus reads the used bits back. The frequencies are
// not simulated: all clocks of the chip run at their default rates whatever is set here.
// Self test: `clock_enable` going from 0 to 1 starts it. For 2^pre_scaler_p cycles of the 50 MHz
// reference the cycles of the clock output `select_source` are counted, as they follow from the
// settings at the start; then `finished` is set, and `success` if the count is within
// check_range of check_value. Clearing clock_enable clears the status. A clock that is off or
// divided by 0 counts 0; bypass is the FPGA clock, 125 MHz.
// Our choices: what the source numbers mean, the length, the comparison. Reset value: 0.
// Source: HICANN-X configuration map, "system time, PHY, PLL, JTAG".
module hx_pll
  import hx_event_pkg::merge_bytes;
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;
(
    input logic clk_i,
    input logic rst_ni,

    input  logic        access_valid_i,
    input  request_t    access_i,
    output logic [31:0] access_data_o,  // 0 if the access was to another place

    input logic        jtag_write_i,
    input logic [2:0]  jtag_register_i,
    input logic [31:0] jtag_data_i,

    input logic [47:0] now_i
);

  localparam int unsigned Registers = 8;
  localparam int unsigned Outputs = 32'(PLL_CLOCK_OUTPUT_BLOCK_BASE - BLOCK_PLL_BASE);
  localparam int unsigned SelfTest = 32'(PLL_SELF_TEST_BASE - BLOCK_PLL_BASE);
  localparam int unsigned Status = 32'(PLL_SELF_TEST_STATUS_BASE - BLOCK_PLL_BASE);
  localparam int unsigned ReferenceCycle = 5;  // chip cycles of a reference cycle

  localparam logic [31:0] Mask [Registers] = '{
      ADPLL_MASK_0, ADPLL_MASK_1, ADPLL_MASK_0, ADPLL_MASK_1,
      PLL_CLOCK_OUTPUT_BLOCK_MASK_0, PLL_SELF_TEST_MASK_0, 32'd0, 32'd0
  };

  // Cycles of the chosen clock output in 2^p cycles of the reference.
  // Temporaries of an inlined function would be cleared in every cycle.
  function automatic logic [19:0] count_of(input logic [Registers-1:0][31:0] store);
    // verilator no_inline_task
    logic [1:0]       source;
    logic [4:0]       clock;   // settings of the output
    logic [1:0][31:0] pll;
    logic [31:0]      n, d;
    logic             on;
    source = get_pll_self_test_select_source(store[SelfTest]);
    clock  = store[Outputs][8*source+:5];
    pll    = clock[2] ? store[3:2] : store[1:0];
    on     = get_adpll_enable(pll) && get_adpll_enable_output_clock(pll);
    n      = 32'(get_adpll_pre_div_p0(pll)) * 32'(get_adpll_loop_div_n(pll));
    case (clock[4:3])
      2'(ADPLL_OUTPUT_CORE_0):
        d = 32'(get_adpll_pre_div_p1(pll)) * 32'(get_adpll_core_div_m0(pll));
      2'(ADPLL_OUTPUT_CORE_1):
        d = 32'(get_adpll_pre_div_p1(pll)) * 32'(get_adpll_core_div_m1(pll));
      2'(ADPLL_OUTPUT_DCO): d = 32'(get_adpll_pre_div_p2(pll));
      default: d = '0;
    endcase
    if (clock[1]) begin
      n  = 32'd5;
      d  = 32'd2;
      on = 1'b1;
    end
    if (!clock[0] || !on || d == '0) return '0;
    return 20'((n << get_pll_self_test_pre_scaler_p(store[SelfTest])) / d);
  endfunction

  logic [31:0]                store_q [Registers];  // unpacked: costs nothing at rest
  logic [31:0]                data_q;
  logic                       running_q, finished_q, success_q, enabled_q;
  logic [19:0]                counter_q;
  logic [47:0]                deadline_q;

  logic enable;
  assign enable = get_pll_self_test_clock_enable(store_q[SelfTest]);

  // What is needed only now and then is computed where it is used: at rest it costs nothing.
  // verilator lint_off BLKSEQ
  always_ff @(posedge clk_i) begin
    logic [31:0] number;
    if (!rst_ni) begin
      store_q <= '{default: '0};
      data_q  <= '0;
    end else begin
      if (jtag_write_i) store_q[jtag_register_i] <= jtag_data_i & Mask[jtag_register_i];
      if (access_valid_i) begin
        data_q <= '0;
        number = 32'(access_i.address) - BLOCK_PLL_BASE;
        if (number < Registers) begin
          if (access_i.write) begin
            store_q[number[2:0]] <=
                merge_bytes(store_q[number[2:0]], access_i.data, access_i.byte_enables) &
                Mask[number[2:0]];
          end else begin
            data_q <= number == Status ? {10'd0, success_q, finished_q, counter_q}
                                       : store_q[number[2:0]];
          end
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    logic [Registers-1:0][31:0] all;
    logic [19:0] expected, deviation;
    if (!rst_ni) begin
      enabled_q  <= 1'b0;
      running_q  <= 1'b0;
      finished_q <= 1'b0;
      success_q  <= 1'b0;
      counter_q  <= '0;
      deadline_q <= '0;
    end else if (enable != enabled_q) begin
      for (int unsigned r = 0; r < Registers; r++) all[r] = store_q[r];
      enabled_q  <= enable;
      running_q  <= enable;
      finished_q <= 1'b0;
      success_q  <= 1'b0;
      counter_q  <= enable ? count_of(all) : '0;
      deadline_q <= now_i +
          (48'(ReferenceCycle) << get_pll_self_test_pre_scaler_p(store_q[SelfTest]));
    end else if (running_q && now_i >= deadline_q) begin
      expected   = get_pll_self_test_check_value(store_q[SelfTest]);
      deviation  = counter_q > expected ? counter_q - expected : expected - counter_q;
      running_q  <= 1'b0;
      finished_q <= 1'b1;
      success_q  <= deviation <= 20'(get_pll_self_test_check_range(store_q[SelfTest]));
    end
  end
  // verilator lint_on BLKSEQ

  assign access_data_o = data_q;

endmodule
