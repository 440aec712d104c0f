// Receiving end of the retransmission of bus words: when to answer what.
// SPDX-License-Identifier: Apache-2.0
//
// Every bus and control word of this side (sent_i) says up to where the words of the other side
// have arrived, and go_back_o. If there is none, due_o asks for a control word AckCycles after
// the first word in turn, at once after one that was out of turn, and urgent_o some time later.
// A word ahead of the expected one means that words were lost: the other end is asked to go
// back, once in the time that a word takes there and back, because the words that it has sent
// meanwhile are ahead too. A word behind has arrived before: its acknowledgement was lost.
module hx_arq_reply #(
    parameter int unsigned AckCycles = 16,
    parameter int unsigned UrgentCycles = 128,  // after due_o
    parameter int unsigned QuietCycles = 52,    // with the smallest latency of the lanes
    parameter int unsigned Trips = 2            // cycles there and back for each of lane_latency_i
) (
    input logic clk_i,
    input logic rst_ni,

    input logic [47:0] now_i,
    input logic [ 9:0] lane_latency_i,  // taken at reset

    input logic in_turn_i,
    input logic ahead_i,
    input logic behind_i,

    input  logic sent_i,
    output logic go_back_o,
    output logic pending_o,  // an acknowledgement is owed
    output logic due_o,
    output logic urgent_o
);

  logic        pending_q;
  logic        go_back_q;
  logic [47:0] due_q;
  logic [12:0] silence_q;
  logic [47:0] quiet_q;  // end of the time in which the other end is not asked again

  assign go_back_o = go_back_q;
  assign pending_o = pending_q;
  assign due_o     = pending_q && now_i >= due_q;
  assign urgent_o  = due_o && now_i >= due_q + 48'(UrgentCycles);

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      pending_q <= 1'b0;
      go_back_q <= 1'b0;
      due_q     <= '0;
      quiet_q   <= '0;
      silence_q <= 13'(QuietCycles) + 13'(Trips) * 13'(lane_latency_i);
    end else if (in_turn_i || ahead_i || behind_i || sent_i) begin
      if (sent_i) begin
        pending_q <= 1'b0;
        go_back_q <= 1'b0;
      end
      if (in_turn_i || behind_i) begin
        pending_q <= 1'b1;
        if (!pending_q || sent_i) due_q <= now_i + 48'(AckCycles);
      end
      // What is due stays due since then, else it might never become urgent.
      if (behind_i && (!pending_q || sent_i || now_i < due_q)) due_q <= now_i;
      if (ahead_i && now_i >= quiet_q) begin
        pending_q <= 1'b1;
        go_back_q <= 1'b1;
        quiet_q   <= now_i + 48'(silence_q);
        if (!pending_q || sent_i || now_i < due_q) due_q <= now_i;
      end
    end
  end

endmodule
