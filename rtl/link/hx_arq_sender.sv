// Sending end of the retransmission of bus words: numbers, copies, what to send again.
// SPDX-License-Identifier: Apache-2.0
//
// Go-back-N. A word that is sent for the first time is pushed in that cycle and gets number_o;
// a copy stays until it is acknowledged. When the other end asks to go back, or nothing was
// sent or acknowledged for some time while copies wait, all words from the oldest copy on are
// offered again (resend_*), one for each resend_i; new words must wait until that is done
// (ready_o). Acknowledgements outside of the window are ignored.
module hx_arq_sender
  import hx_link_pkg::*;
#(
    parameter int unsigned Width = 32,
    parameter int unsigned ResendCycles = 256,  // with the smallest latency of the lanes
    parameter int unsigned Trips = 2            // cycles there and back for each of lane_latency_i
) (
    input logic clk_i,
    input logic rst_ni,

    input logic [47:0] now_i,
    input logic [ 9:0] lane_latency_i,  // taken at reset

    output logic             ready_o,  // a new word may be pushed
    output number_t          number_o,
    input  logic             push_i,
    input  logic [Width-1:0] data_i,

    output logic             resend_valid_o,
    output number_t          resend_number_o,
    output logic [Width-1:0] resend_data_o,
    input  logic             resend_i,  // was sent

    input logic    acknowledge_valid_i,
    input number_t acknowledge_i,
    input logic    go_back_i
);

  localparam int unsigned PlaceWidth = $clog2(Window);

  logic [Width-1:0] copy_q[Window];
  number_t          oldest_q;  // not acknowledged
  number_t          next_q;    // of the next new word
  number_t          send_q;    // of the next word to send
  logic [47:0]      deadline_q;
  logic [12:0]      timeout_q;

  assign number_o        = next_q;
  assign ready_o         = send_q == next_q && number_t'(next_q - oldest_q) < number_t'(Window);
  assign resend_valid_o  = send_q != next_q;
  assign resend_number_o = send_q;
  always_comb begin
    resend_data_o = '0;
    if (resend_valid_o) resend_data_o = copy_q[send_q[PlaceWidth-1:0]];
  end

  logic waiting;
  assign waiting = oldest_q != next_q;

  always_ff @(posedge clk_i) begin
    if (!rst_ni) begin
      oldest_q   <= '0;
      next_q     <= '0;
      send_q     <= '0;
      deadline_q <= '0;
      timeout_q  <= 13'(ResendCycles) + 13'(Trips) * 13'(lane_latency_i);
    end else if (waiting || push_i) begin
      logic    accept, progress, late;
      number_t send;
      send   = push_i || resend_i ? send_q + 1'b1 : send_q;
      accept = acknowledge_valid_i &&
          number_t'(acknowledge_i - oldest_q) <= number_t'(next_q - oldest_q);
      // Words that have arrived need not be sent again.
      if (accept && (go_back_i ||
                     number_t'(send - oldest_q) < number_t'(acknowledge_i - oldest_q)))
        send = acknowledge_i;
      progress = push_i || resend_i || accept && acknowledge_i != oldest_q;
      late     = !progress && now_i >= deadline_q;
      if (late) send = accept ? acknowledge_i : oldest_q;
      if (accept) oldest_q <= acknowledge_i;
      send_q <= send;
      if (push_i) begin
        next_q                         <= next_q + 1'b1;
        copy_q[next_q[PlaceWidth-1:0]] <= data_i;
      end
      if (progress || late) deadline_q <= now_i + 48'(timeout_q);
    end
  end

  // New words do not overtake old ones.
  in_turn :
  assert property (@(posedge clk_i) disable iff (!rst_ni) push_i |-> ready_o);
  // Only what is offered is sent again.
  offered :
  assert property (@(posedge clk_i) disable iff (!rst_ni) resend_i |-> resend_valid_o);

endmodule
