// System time of the chip and the free cycle counter.
// SPDX-License-Identifier: Apache-2.0
//
// systime_o = {43-bit time in FPGA cycles (8 ns), half}. Chip cycles come in pairs, one pair
// for each FPGA cycle; half is 0 in the first of a pair. The first edge after power-on reset
// begins a pair. A synchronisation loads the time with the base registers (addresses 0 low
// word, 1 high word) at the beginning of the next pair. Phases of divided clocks derive from
// systime_o, so a synchronisation puts them all in a defined state. An edge stands for skip_i
// further ones while the chip rests (hx_chip_rest).
// Source: HICANN-X configuration map, "system time"; the unit is our choice.
module hx_systime
  import hx_map_pkg::*;
  import hx_omnibus_pkg::request_t;
(
    input logic clk_i,
    input logic power_on_rst_ni,  // the counters run through a chip reset
    input logic rst_ni,

    input logic [31:0] skip_i,  // further cycles that this edge stands for

    input  logic        access_valid_i,
    // verilator lint_off UNUSEDSIGNAL
    input  request_t    access_i,
    // verilator lint_on UNUSEDSIGNAL
    output logic [31:0] access_data_o,

    input  logic        sync_i,     // one cycle
    output logic        synced_o,   // the time was loaded at the last edge
    output logic [43:0] systime_o,
    output logic [47:0] now_o       // chip cycles since power-on
);

  logic [42:0] base_q;
  logic [42:0] time_q;
  logic        half_q;
  logic [47:0] now_q;
  logic        pending_q;
  logic        synced_q;
  logic [31:0] data_q;

  assign systime_o     = {time_q, half_q};
  assign now_o         = now_q;
  assign synced_o      = synced_q;
  assign access_data_o = data_q;

  always_ff @(posedge clk_i) begin
    if (!power_on_rst_ni) begin
      half_q <= 1'b1;
      now_q  <= '0;
    end else begin
      half_q <= !half_q ^ skip_i[0];
      now_q  <= now_q + 1'b1 + 48'(skip_i);
    end
  end

  always_ff @(posedge clk_i) begin
    synced_q <= 1'b0;
    if (!power_on_rst_ni) begin
      time_q    <= '1;
      pending_q <= 1'b0;
    end else begin
      if (skip_i != '0) time_q <= time_q + ((43'(skip_i) + 1'b1 + 43'(half_q)) >> 1);
      else if (half_q) begin
        time_q <= time_q + 1'b1;
        if (pending_q || sync_i) begin
          time_q    <= base_q;
          synced_q  <= 1'b1;
          pending_q <= 1'b0;
        end
      end else if (sync_i) begin
        pending_q <= 1'b1;
      end
    end
  end

  // Word 0 holds the low bits.
  logic        is_base;
  // verilator lint_off UNUSEDSIGNAL
  logic [63:0] merged;  // the time has 43 bits
  // verilator lint_on UNUSEDSIGNAL
  always_comb begin
    is_base = 1'b0;
    merged  = 64'(base_q);
    if (access_valid_i) begin
      is_base = 32'(access_i.address) - SYSTIME_SYNC_BASE_BASE < SYSTIME_SYNC_BASE_WORDS;
      for (int unsigned b = 0; b < 4; b++) begin
        if (access_i.byte_enables[b]) merged[32*access_i.address[0]+8*b+:8] = access_i.data[8*b+:8];
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      base_q <= '0;
      data_q <= '0;
    end else if (access_valid_i) begin
      data_q <= '0;
      if (is_base && access_i.write) base_q <= merged[42:0];
      else if (is_base) data_q <= access_i.address[0] ? 32'(base_q[42:32]) : base_q[31:0];
    end
  end

endmodule
