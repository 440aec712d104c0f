// Counts the cycles of the latest Cycles in which something stood still.
// SPDX-License-Identifier: Apache-2.0
//
// count_o includes stall_i up to the cycle before. Source: the host software's timeout
// notification has a field for stalls of the trace path that goes to 96, in a sliding window.
module hx_stall_window #(
    parameter  int unsigned Cycles = 96,
    localparam int unsigned Width = $clog2(Cycles + 1)
) (
    input logic clk_i,
    input logic rst_ni,

    input  logic             stall_i,
    output logic [Width-1:0] count_o
);

  logic [Cycles-1:0] window_q;  // index 0 is the latest cycle
  logic [ Width-1:0] count_q;

  assign count_o = count_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      window_q <= '0;
      count_q  <= '0;
    end else if (stall_i || count_q != '0) begin
      window_q <= {window_q[Cycles-2:0], stall_i};
      count_q  <= count_q + Width'(stall_i) - Width'(window_q[Cycles-1]);
    end
  end

  // The counter is the number of ones in the window.
  count_agrees :
  assert property (@(posedge clk_i) disable iff (!rst_ni) 32'(count_q) == $countones(window_q));

endmodule
