// Receiving end of the retransmission of bus words: takes them in turn, says what to answer.
// SPDX-License-Identifier: Apache-2.0
//
// Only the word with the expected number is accepted. A number ahead of it means that words
// were lost: the other end is asked to go back, once in the time that a word takes there and back, because the words that it has
// sent meanwhile are ahead too. A number behind was received before. acknowledge_o and
// go_back_o go out in every bus and control word (sent_i); if there is none, due_o asks for a
// control word AckCycles after the first word (at once if one was out of turn), and urgent_o
// some time later.
module hx_arq_receiver
  import hx_link_pkg::*;
#(
    parameter int unsigned Words = 1,         // that can arrive in a cycle, index 0 first
    parameter int unsigned AckCycles = 16,
    parameter int unsigned UrgentCycles = 128, // after due_o
    parameter int unsigned QuietCycles = 52,  // with the smallest latency of the lanes
    parameter int unsigned Trips = 2          // cycles there and back for each of lane_latency_i
) (
    input logic clk_i,
    input logic rst_ni,

    input logic [47:0] now_i,
    input logic [ 9:0] lane_latency_i,  // taken at reset

    input  logic    [Words-1:0] valid_i,
    input  number_t [Words-1:0] number_i,
    input  logic                room_i,    // what arrives can be kept
    output logic    [Words-1:0] accept_o,

    input  logic    sent_i,
    output number_t acknowledge_o,
    output logic    go_back_o,
    output logic    pending_o,      // an acknowledgement is owed
    output logic    due_o,
    output logic    urgent_o
);

  number_t     expected_q;
  logic        pending_q;
  logic        go_back_q;
  logic [47:0] due_q;
  logic [11:0] silence_q;
  logic [47:0] quiet_q;  // end of the time in which the other end is not asked again

  assign acknowledge_o = expected_q;
  assign go_back_o     = go_back_q;
  assign pending_o     = pending_q;

  always_comb begin
    due_o    = 1'b0;
    urgent_o = 1'b0;
    if (pending_q) begin
      due_o    = now_i >= due_q;
      urgent_o = now_i >= due_q + 48'(UrgentCycles);
    end
  end

  always_comb begin
    number_t next;
    accept_o = '0;
    next     = expected_q;
    if (|valid_i) begin
      for (int unsigned i = 0; i < Words; i++) begin
        accept_o[i] = valid_i[i] && number_i[i] == next && room_i;
        next        = next + number_t'(accept_o[i]);
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      expected_q <= '0;
      pending_q  <= 1'b0;
      go_back_q  <= 1'b0;
      due_q      <= '0;
      quiet_q    <= '0;
      silence_q  <= 12'(QuietCycles) + 12'(Trips) * 12'(lane_latency_i);
    end else if (|valid_i || sent_i) begin
      number_t next;
      logic    ahead, behind;
      next   = expected_q;
      ahead  = 1'b0;
      behind = 1'b0;
      for (int unsigned i = 0; i < Words; i++) begin
        if (accept_o[i]) next = next + 1'b1;
        else if (valid_i[i] && number_t'(number_i[i] - next) < number_t'(Window)) ahead = 1'b1;
        else if (valid_i[i]) behind = 1'b1;
      end
      expected_q <= next;
      if (sent_i) begin
        pending_q <= 1'b0;
        go_back_q <= 1'b0;
      end
      if (|accept_o || behind) begin
        pending_q <= 1'b1;
        if (!pending_q || sent_i) due_q <= now_i + 48'(AckCycles);
      end
      if (behind) due_q <= now_i;
      if (ahead && now_i >= quiet_q) begin
        pending_q <= 1'b1;
        go_back_q <= 1'b1;
        due_q     <= now_i;
        quiet_q   <= now_i + 48'(silence_q);
      end
    end
  end

endmodule
