// Arbitration of the event crossbar.
// SPDX-License-Identifier: Apache-2.0
//
// The head of each input is offered to all outputs whose node passes it and leaves
// when each of them has taken it; a head that passes no node leaves at
// once. An output with space takes one event a cycle from the lowest waiting input that it
// has not served yet; when all waiting inputs were served it starts a new round. So a
// head waits for at most two events of every other input: one in the round that was under way when
// it came, one in the next. An output for which nothing waits forgets
// whom it served: a drained crossbar has no memory. The order is our choice: not public.
module hx_crossbar_arbiter
  import hx_event_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    input  inputs_t              head_valid_i,
    input  label_t  [Inputs-1:0] head_label_i,
    output inputs_t              pop_o,

    input outputs_t [Inputs-1:0] pass_i,  // nodes that pass the head

    input  outputs_t               space_i,
    output outputs_t               grant_valid_o,
    output label_t   [Outputs-1:0] grant_label_o
);

  outputs_t [Inputs-1:0]  taken_q;   // outputs that already have the head of this input
  outputs_t [Inputs-1:0]  taken_d;
  inputs_t  [Outputs-1:0] served_q;  // inputs served in the round of this output
  inputs_t  [Outputs-1:0] served_d;
  logic     active_q;  // some bit of the two may be set

  outputs_t [Inputs-1:0] pass;  // still to be taken
  inputs_t request;
  inputs_t candidates;
  logic [4:0] winner;

  always_comb begin
    pop_o = '0;
    grant_valid_o = '0;
    grant_label_o = '0;
    pass = '0;
    taken_d = '0;
    served_d = '0;
    request = '0;
    candidates = '0;
    winner = '0;
    if (|head_valid_i) begin
      for (int unsigned i = 0; i < Inputs; i++) begin
        if (head_valid_i[i]) begin
          pass[i] = pass_i[i] & ~taken_q[i];
          taken_d[i] = taken_q[i];
        end
      end
      for (int unsigned o = 0; o < Outputs; o++) begin
        request = '0;
        for (int unsigned i = 0; i < Inputs; i++) request[i] = pass[i][o];
        if (|request) begin
          served_d[o] = served_q[o];
          if (space_i[o]) begin
            candidates = request & ~served_q[o];
            if (candidates == '0) begin
              candidates = request;
              served_d[o] = '0;
            end
            candidates = candidates & -candidates;
            winner = 5'($countones(candidates - 1'b1));
            served_d[o] = served_d[o] | candidates;
            taken_d[winner][o] = 1'b1;
            pass[winner][o] = 1'b0;
            grant_valid_o[o] = 1'b1;
            grant_label_o[o] = head_label_i[winner];
          end
        end
      end
      for (int unsigned i = 0; i < Inputs; i++) begin
        if (head_valid_i[i] && pass[i] == '0) begin
          pop_o[i] = 1'b1;
          taken_d[i] = '0;
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      active_q <= 1'b0;
      taken_q <= '0;
      served_q <= '0;
    end else if ((|head_valid_i) || active_q) begin
      active_q <= |head_valid_i;
      taken_q <= taken_d;
      served_q <= served_d;
    end
  end

  // An output takes only what it has room for.
  space_respected: assert property (@(posedge clk_i) disable iff (!rst_ni)
    (grant_valid_o & ~space_i) == '0);

endmodule
