// Places of load results at the GPR write port.
// SPDX-License-Identifier: Apache-2.0
//
// Results of fixed latency own their cycle at the port; load data takes the first free one, in
// order. A register may be read by an instruction that issues one cycle ahead of its place, and
// once readable it stays so even if later results push the place back. Data itself is already in
// the register file (see hx_ppu_registers): this is the bookkeeping that the scoreboard sees.
module hx_ppu_load_slots #(
    parameter int unsigned Depth = 32  // loads between response and port, a power of two
) (
    input logic clk_i,
    input logic rst_ni,

    input logic       loaded_i,         // response of a load in the previous stage
    input logic [4:0] loaded_target_i,
    input logic       next_reserved_i,  // the port's next cycle belongs to an earlier instruction
    input logic       next_taken_i,     // ... or to the one that issues now
    input logic       overwrite_i,      // an instruction issues that writes this register
    input logic [4:0] overwrite_target_i,

    output logic       readable_o,      // the oldest one becomes readable in this cycle
    output logic [4:0] target_o
);

  localparam int unsigned CountWidth = $clog2(Depth) + 1;

  logic                  waiting, first_time, seen_q, pop;
  logic [CountWidth-1:0] count;

  hx_fifo #(.Width(5), .Depth(Depth)) i_waiting (
      .clk_i, .rst_ni, .push_i(loaded_i), .data_i(loaded_target_i),
      .pop_i(pop), .valid_o(waiting), .data_o(target_o), .count_o(count)
  );

  assign first_time = waiting && !seen_q;
  assign readable_o = first_time && !next_reserved_i;
  assign pop        = waiting && (!(next_reserved_i || next_taken_i) ||
                                    (overwrite_i && overwrite_target_i == target_o &&
                                     (seen_q || readable_o)));

  always_ff @(posedge clk_i) begin
    if (!rst_ni) seen_q <= 1'b0;
    else if (pop) seen_q <= 1'b0;
    else if (readable_o) seen_q <= 1'b1;
  end

  logic unused_count;
  assign unused_count = &{1'b0, count};

endmodule
