// Chip side of the link, sending: bus answers, accesses to the FPGA's memory, events and the
// system time as lane words.
// SPDX-License-Identifier: Apache-2.0
//
// At most one word starts in a cycle; the lanes that are up are used in turn, each is busy for
// the length of a word. If no lane is up, bus answers wait and events are lost and counted. Bus
// answers and events alternate when both wait; of the four L2 outputs up to two events of one
// kind share a word. The turns of both are forgotten when nothing waits. Answers that must be sent again
// (hx_arq_sender) go before new ones; a word that only acknowledges goes when there is nothing
// else, or in the place of an answer if it has waited for long.
// The time word goes first and is on the pins in the first (even) chip cycle of a pair: its
// systime is the 43-bit time of that pair. The receiver has it LinkLatency FPGA cycles later,
// when the chip's time is systime + LinkLatency.
// Lane word layouts: hx_link_pkg.
module hx_chip_link_tx
  import hx_link_pkg::*;
(
    input logic clk_i,
    input logic rst_ni,

    input logic [7:0]  up_i,
    input logic [47:0] now_i,
    input logic [43:0] systime_i,

    input  logic           send_systime_i,  // one cycle
    input  logic           response_valid_i,
    input  memory_word_t   response_i,      // payload of an answered write: not used
    output logic           response_ready_o,
    input  logic   [3:0]   event_valid_i,
    input  event_t [3:0]   event_i,
    output logic   [3:0]   event_ready_o,
    output logic   [31:0]  dropped_o,       // events that found no lane

    input  logic      new_ready_i,     // sender of the retransmission
    input  number_t   new_number_i,
    output logic      new_valid_o,
    input  logic      again_valid_i,
    input  number_t   again_number_i,
    input  memory_word_t again_i,
    output logic      again_o,

    input  number_t acknowledge_i,     // its receiver
    input  logic    go_back_i,
    input  logic    due_i,
    input  logic    urgent_i,
    output logic    acknowledged_o,

    output logic       lane_valid_o,
    output logic [2:0] lane_o,
    output lane_word_t lane_word_o
);

  localparam int unsigned BusyCycles = 2 * LaneCycles;  // chip cycles of a word

  logic [47:0] free_at_q[Lanes];  // cycle in which a lane can start a word
  logic [2:0]  lane_q;            // next lane, if it is up
  logic [2:0]  lane;
  logic        systime_pending_q;
  logic        bus_last_q;        // the last word was a bus answer, something waited then
  logic [3:0]  served_q;          // L2 outputs that had their turn

  logic          active, lane_free, send_systime, send_again, send_answer, send_control, send_events;
  logic          bus_waits, send_bus;
  logic [3:0]    candidates, first, alike, second;
  logic [3:0]    served;          // after a word with events
  logic [1:0][23:0] events;       // without is_sample
  logic [3:0]    samples;
  lane_word_t    word;

  logic [31:0]   sent_q;          // events
  logic [31:0]   dropped_q;

  assign active    = systime_pending_q || response_valid_i || event_valid_i != '0 || again_valid_i || due_i;

  always_comb begin
    lane      = lane_q;
    lane_free = 1'b0;
    if (active) begin
      for (int unsigned i = 0; i < Lanes; i++) begin
        if (!up_i[lane]) lane = lane + 1'b1;
      end
      lane_free = up_i != '0 && free_at_q[lane] <= now_i;
    end
  end

  always_comb begin
    send_systime = 1'b0;
    send_again   = 1'b0;
    send_answer  = 1'b0;
    send_control = 1'b0;
    send_events  = 1'b0;
    bus_waits    = 1'b0;
    if (active && lane_free) begin
      // The other kinds wait for a pending time word, so that it finds the lane free.
      send_systime = systime_pending_q && systime_i[0];
      bus_waits    = response_valid_i && new_ready_i || again_valid_i || urgent_i;
      if (!systime_pending_q) begin
        if (bus_waits && (event_valid_i == '0 || !bus_last_q)) begin
          send_again   = again_valid_i;
          send_answer  = !again_valid_i && response_valid_i && new_ready_i;
          send_control = !send_again && !send_answer;
        end else begin
          send_events  = event_valid_i != '0;
          send_control = !send_events && due_i;
        end
      end
    end
    send_bus = send_again || send_answer || send_control;
  end

  always_comb begin
    served     = served_q;
    candidates = '0;
    first      = '0;
    second     = '0;
    alike      = '0;
    events     = '0;
    samples    = '0;
    if (event_valid_i != '0) begin
      // A round ends when all that wait had their turn; a word may hold the last of one round
      // and the first of the next.
      if ((event_valid_i & ~served) == '0) served = '0;
      candidates = event_valid_i & ~served;
      first      = candidates & (~candidates + 4'd1);
      for (int unsigned k = 0; k < 4; k++) samples[k] = event_i[k].is_sample;
      // The others of its kind.
      alike      = event_valid_i & ~first & (|(first & samples) ? samples : ~samples);
      candidates = candidates & alike;
      served     = served | first;
      if (candidates == '0) begin
        candidates = alike;
        if (candidates != '0) served = '0;
      end
      second     = candidates & (~candidates + 4'd1);
      served     = served | second;
      for (int unsigned k = 0; k < 4; k++) begin
        if (first[k]) events[1] = event_i[k][23:0];
        if (second[k]) events[0] = event_i[k][23:0];
      end
    end
  end

  answer_word_t bus;
  memory_word_t answer;
  always_comb begin
    word   = '0;
    bus    = '0;
    answer = send_again ? again_i : response_i;
    if (send_systime) begin
      // The word is visible after the coming edge, one FPGA cycle after this pair.
      word = {KindSystime, systime_i[43:1] + 43'd1, 9'd0, 8'd0};
    end else if (send_bus) begin
      bus.kind    = send_control ? KindControl : answer.kind;
      bus.number  = send_control ? '0 : send_again ? again_number_i : new_number_i;
      bus.sent    = sent_q[4:0];
      bus.payload = bus.kind == KindBusDone || bus.kind == KindControl ? sent_q : answer.payload;
      bus.acknowledge = acknowledge_i;
      bus.go_back = go_back_i;
      word        = bus;
    end else if (send_events) begin
      word = {1'b1, |(first & samples), second != '0, sent_q[4:0], events, 8'd0};
    end
  end

  assign response_ready_o = send_answer;
  assign new_valid_o      = send_answer;
  assign again_o          = send_again;
  assign acknowledged_o   = send_bus;
  assign dropped_o        = dropped_q;
  assign event_ready_o    = up_i == '0 ? event_valid_i : send_events ? first | second : '0;

  always_ff @(posedge clk_i) begin
    lane_valid_o <= 1'b0;
    if (!rst_ni) begin
      for (int unsigned i = 0; i < Lanes; i++) free_at_q[i] <= '0;
      lane_q            <= '0;
      systime_pending_q <= 1'b0;
      bus_last_q        <= 1'b0;
      served_q          <= '0;
      sent_q            <= '0;
      dropped_q         <= '0;
    end else if (active || send_systime_i || bus_last_q || served_q != '0) begin
      if (send_systime_i) systime_pending_q <= 1'b1;
      else if (send_systime) systime_pending_q <= 1'b0;
      if (send_systime || send_bus || send_events) begin
        lane_valid_o      <= 1'b1;
        lane_o            <= lane;
        lane_word_o       <= seal(word);
        lane_q            <= lane + 1'b1;
        free_at_q[lane]   <= now_i + 48'(BusyCycles);
      end
      if (send_events) sent_q <= sent_q + (second != '0 ? 32'd2 : 32'd1);
      if (up_i == '0) dropped_q <= dropped_q + 32'($countones(event_valid_i));
      if (!response_valid_i && !again_valid_i && event_valid_i == '0) bus_last_q <= 1'b0;
      else if (send_bus || send_events) bus_last_q <= send_bus;
      if (event_valid_i == '0) served_q <= '0;
      else if (send_events) served_q <= served;
    end
  end

endmodule
