// Answers of a slow memory on their way to a processor whose clock may stand.
// SPDX-License-Identifier: Apache-2.0
//
// They wait here until the processor takes one (pop_i). Those that were asked for before a reset
// of the processor are dropped when they come.
module hx_ppu_replies #(
    parameter int unsigned Depth = 8  // a power of two; the user has no more on their way
) (
    input logic clk_i,
    input logic rst_ni,
    input logic core_rst_ni,

    input  logic        asked_i,
    input  logic        reply_valid_i,
    input  logic [31:0] reply_i,
    input  logic        pop_i,
    output logic        valid_o,
    output logic [31:0] data_o
);

  localparam int unsigned CountWidth = 8;

  logic [CountWidth-1:0]  owed_q, stale_q, owed;
  // verilator lint_off UNUSEDSIGNAL
  logic [$clog2(Depth):0] count;
  // verilator lint_on UNUSEDSIGNAL

  assign owed = owed_q + CountWidth'(asked_i) - CountWidth'(reply_valid_i);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      owed_q  <= '0;
      stale_q <= '0;
    end else if (asked_i || reply_valid_i || (!core_rst_ni && stale_q != owed_q)) begin
      owed_q <= owed;
      if (!core_rst_ni) stale_q <= owed;
      else if (reply_valid_i && stale_q != '0) stale_q <= stale_q - 1'b1;
    end
  end

  hx_fifo #(.Width(32), .Depth(Depth)) i_replies (
      .clk_i, .rst_ni(rst_ni && core_rst_ni),
      .push_i(reply_valid_i && stale_q == '0 && core_rst_ni), .data_i(reply_i), .pop_i,
      .valid_o, .data_o, .count_o(count)
  );

endmodule
