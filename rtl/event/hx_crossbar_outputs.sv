// Output registers of the event crossbar.
// SPDX-License-Identifier: Apache-2.0
//
// Two events per output: with a consumer that is always ready an output carries one event a
// cycle and shows it in the cycle after its grant. The time stamp is the system time of the
// grant. A slow L2 output is granted at most one event in SlowPeriod chip cycles (4 ns);
// the factor of the real chip is not public.
module hx_crossbar_outputs
  import hx_event_pkg::*;
#(
    parameter int unsigned SlowPeriod = 8  // 2..16
) (
    input logic clk_i,
    input logic rst_ni,

    input logic [3:0] slow_i,
    input logic [7:0] timestamp_i,

    output outputs_t              space_o,
    input  outputs_t              grant_valid_i,
    input  label_t  [Outputs-1:0] grant_label_i,

    output outputs_t                  valid_o,
    output label_t  [Outputs-1:0]     label_o,
    output logic    [Outputs-1:0][7:0] timestamp_o,
    input  outputs_t                  ready_i
);

  outputs_t             first_valid_q;
  outputs_t             second_valid_q;
  label_t [Outputs-1:0] first_label_q;
  label_t [Outputs-1:0] second_label_q;
  logic [Outputs-1:0][7:0] first_stamp_q;
  logic [Outputs-1:0][7:0] second_stamp_q;
  logic [3:0][3:0]      slow_wait_q;  // cycles until a slow output is granted again

  always_comb begin
    space_o = ~second_valid_q;
    if (|slow_wait_q) begin
      for (int unsigned k = 0; k < 4; k++) begin
        if (slow_i[k] && (|slow_wait_q[k])) space_o[8+k] = 1'b0;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      first_valid_q <= '0;
      second_valid_q <= '0;
      first_label_q <= '0;
      second_label_q <= '0;
      first_stamp_q <= '0;
      second_stamp_q <= '0;
    end else if ((|grant_valid_i) || (|first_valid_q)) begin
      for (int unsigned o = 0; o < Outputs; o++) begin
        if (!first_valid_q[o] || ready_i[o]) begin
          first_valid_q[o] <= second_valid_q[o] || grant_valid_i[o];
          second_valid_q[o] <= 1'b0;
          if (second_valid_q[o]) begin
            first_label_q[o] <= second_label_q[o];
            first_stamp_q[o] <= second_stamp_q[o];
          end else if (grant_valid_i[o]) begin
            first_label_q[o] <= grant_label_i[o];
            first_stamp_q[o] <= timestamp_i;
          end
        end else if (grant_valid_i[o]) begin
          second_valid_q[o] <= 1'b1;
          second_label_q[o] <= grant_label_i[o];
          second_stamp_q[o] <= timestamp_i;
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      slow_wait_q <= '0;
    end else if ((|grant_valid_i[11:8]) || (|slow_wait_q)) begin
      for (int unsigned k = 0; k < 4; k++) begin
        if (grant_valid_i[8+k]) slow_wait_q[k] <= 4'(SlowPeriod - 1);
        else if (|slow_wait_q[k]) slow_wait_q[k] <= slow_wait_q[k] - 1'b1;
      end
    end
  end

  assign valid_o = first_valid_q;
  assign label_o = first_label_q;
  assign timestamp_o = first_stamp_q;

  // The second place is used only behind the first.
  order_kept: assert property (@(posedge clk_i) disable iff (!rst_ni)
    (second_valid_q & ~first_valid_q) == '0);

endmodule
